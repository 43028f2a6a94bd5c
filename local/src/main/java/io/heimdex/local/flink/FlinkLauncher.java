package io.heimdex.local.flink;

import io.heimdex.local.process.ChildJvm;
import io.heimdex.local.process.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/** Starts the processes of one cluster, with Flink's own main classes. */
final class FlinkLauncher {
  /**
   * The optimising compiler would take more than it gives, for these processes are often started anew: what computes is native code,
   * and the decoders, which are processes of their own.
   */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /** As in flink-conf: in regions of 1 MB every decoded picture is a humongous object, and each may start a marking of the heap. */
  private static final String PICTURES_FIT = "-XX:G1HeapRegionSize=4m";

  private final FlinkSettings settings;
  private final FlinkPorts ports;
  private final TaskManagerMemory memory;
  private final List<String> classPath;
  private final FlinkRest rest;

  FlinkLauncher(
      FlinkSettings settings, FlinkPorts ports, TaskManagerMemory memory, JobArtifacts artifacts)
      throws IOException {
    this.settings = settings;
    this.ports = ports;
    this.memory = memory;
    this.classPath = FlinkClassPath.of(artifacts);
    this.rest = new FlinkRest(URI.create("http://" + FlinkConfig.LOOPBACK + ":" + ports.rest()));
  }

  /** Writes the files that the processes read. */
  void writeConf(Configuration config) throws IOException {
    for (Path directory :
        List.of(settings.temporary(), settings.logs(), settings.conf(), settings.run())) {
      Files.createDirectories(directory);
    }
    Files.write(
        settings.conf().resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(config, true));
    try (InputStream logging = Objects.requireNonNull(
        FlinkLauncher.class.getResourceAsStream("flink-log4j.properties"),
        "flink-log4j.properties")) {
      Files.write(settings.conf().resolve("log4j.properties"), logging.readAllBytes());
    }
  }

  ServiceProcess zooKeeper() throws IOException {
    ZooKeeperFiles files = new ZooKeeperFiles(settings, ports.zooKeeper());
    files.write();
    return start(
        "zookeeper",
        start -> launch(
            "zookeeper",
            "zookeeper",
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-Dzookeeper.preAllocSize=1024"),
            FlinkZooKeeperQuorumPeer.class,
            List.of("--zkConfigFile", files.conf().toString(), "--peerId", "1")),
        start -> files.isServing());
  }

  ServiceProcess jobManager() throws IOException {
    return start(
        "jobmanager",
        start -> launch(
            "jobmanager",
            "jobmanager",
            List.of("-Xmx512m", "-XX:MaxMetaspaceSize=256m", "-XX:+UseSerialGC", QUICK_START),
            StandaloneSessionClusterEntrypoint.class,
            List.of("--configDir", settings.conf().toString())),
        start -> rest.isLed());
  }

  /** @param number from 1 */
  ServiceProcess taskManager(int number) throws IOException {
    String name = "taskmanager-" + number;
    List<String> jvmArguments = new ArrayList<>(memory.jvmArguments());
    jvmArguments.addAll(List.of("-XX:+UseG1GC", PICTURES_FIT, QUICK_START));
    jvmArguments.addAll(settings.taskManagerJvmArguments());
    return start(
        name,
        // An id is never used twice: the JobManager may still expect the one before.
        start -> launch(
            name,
            idOf(name, start),
            jvmArguments,
            TaskManagerRunner.class,
            List.of(
                "--configDir",
                settings.conf().toString(),
                "-Dtaskmanager.resource-id=" + idOf(name, start))),
        start -> rest.knows(idOf(name, start)));
  }

  private static String idOf(String taskManager, int start) {
    return taskManager + "-" + start;
  }

  private ServiceProcess start(
      String name, ServiceProcess.Launcher launcher, ServiceProcess.Health health)
      throws IOException {
    Path pidFile = pidFile(name);
    return ServiceProcess.start(
        new ServiceProcess.Definition(name, launcher, health, pidFile, mark(pidFile), "TERM"));
  }

  private Process launch(
      String name, String id, List<String> jvmArguments, Class<?> mainClass, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(jvmArguments);
    all.addAll(ChildJvm.openPackages());
    all.add(mark(pidFile(name)));
    all.add("-Dlog.file=" + settings.logs().resolve(id + ".log"));
    all.add("-Dlog4j.configurationFile="
        + settings.conf().resolve("log4j.properties").toUri());
    all.add("-Djava.io.tmpdir=" + settings.temporary());
    return new ChildJvm(
            classPath, all, mainClass.getName(), arguments, settings.logs().resolve(id + ".out"))
        .start();
  }

  private Path pidFile(String name) {
    return settings.run().resolve(name + ".pid");
  }

  private static String mark(Path pidFile) {
    return "-Dheimdex.pid-file=" + pidFile;
  }
}
