package io.heimdex.local.flink;

import io.heimdex.local.process.ChildJvm;
import io.heimdex.local.process.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A cluster of one JobManager and some TaskManagers, each a process of its own with Flink's own main classes. The job comes in
 * the jar of {@link JobArtifacts}, through Flink's own client.
 *
 * <p>A TaskManager that ends is started anew after a second. All processes end with this one, also where it is killed.
 */
public final class ProcessFlink implements FlinkCluster {
  private static final Duration START = Duration.ofSeconds(90);
  private static final long STOP_SECONDS = 10;

  private final URI webUi;
  private final Process jobManager;
  private final TaskManagers taskManagers;
  private final JobSubmitter submitter;
  private final FlinkClient client;

  private ProcessFlink(
      Configuration config, Process jobManager, TaskManagers taskManagers, Path jar)
      throws IOException {
    this.webUi = URI.create("http://" + FlinkConfig.LOOPBACK + ":" + port(config));
    this.jobManager = jobManager;
    this.taskManagers = taskManagers;
    this.submitter = new JobSubmitter(config, jar);
    this.client = new FlinkClient(config);
  }

  /** Starts the processes and waits until each TaskManager has reported. */
  public static ProcessFlink start(FlinkSettings settings, int taskManagers, JobArtifacts artifacts)
      throws IOException {
    if (taskManagers < 1) {
      throw new IllegalArgumentException(
          "The cluster has " + taskManagers + " TaskManagers; expected 1 or more");
    }
    for (Path directory : List.of(settings.temporary(), settings.logs(), settings.conf())) {
      Files.createDirectories(directory);
    }
    FreePorts ports = FreePorts.find(2);
    Configuration config = FlinkConfig.common(settings, settings.slots() * taskManagers);
    TaskManagerMemory memory =
        FlinkConfig.addProcesses(config, settings, ports.port(0), ports.port(1));
    writeConf(settings, config);
    ProcessFlink cluster = launch(settings, config, memory, artifacts);
    try {
      cluster.taskManagers.start(taskManagers);
      cluster.awaitTaskManagers(taskManagers, settings.logs());
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Process ids of the TaskManagers that run now. */
  public List<Long> taskManagerPids() {
    return taskManagers.pids();
  }

  /** Process id of the JobManager. */
  public long jobManagerPid() {
    return jobManager.pid();
  }

  @Override
  public URI webUi() {
    return webUi;
  }

  @Override
  public JobID submit(FlinkJob job) throws IOException {
    return submitter.submit(job);
  }

  @Override
  public FlinkClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    taskManagers.close();
    ChildJvm.stop(jobManager, STOP_SECONDS);
  }

  private static ProcessFlink launch(
      FlinkSettings settings,
      Configuration config,
      TaskManagerMemory memory,
      JobArtifacts artifacts)
      throws IOException {
    List<String> classPath = FlinkClassPath.of(artifacts);
    List<String> conf = List.of("--configDir", settings.conf().toString());
    Process jobManager = new ChildJvm(
            classPath,
            jvmArguments(settings, "jobmanager", List.of("-Xmx512m", "-XX:MaxMetaspaceSize=256m")),
            StandaloneSessionClusterEntrypoint.class.getName(),
            conf,
            settings.logs().resolve("jobmanager.out"))
        .start();
    TaskManagers taskManagers = new TaskManagers(name -> {
      List<String> arguments = new ArrayList<>(conf);
      arguments.add("-Dtaskmanager.resource-id=" + name);
      return new ChildJvm(
              classPath,
              jvmArguments(settings, name, memory.jvmArguments()),
              TaskManagerRunner.class.getName(),
              arguments,
              settings.logs().resolve(name + ".out"))
          .start();
    });
    return new ProcessFlink(config, jobManager, taskManagers, artifacts.jar());
  }

  private static List<String> jvmArguments(
      FlinkSettings settings, String name, List<String> memory) {
    List<String> arguments = new ArrayList<>(memory);
    arguments.add("-XX:+UseG1GC");
    arguments.addAll(ChildJvm.openPackages());
    arguments.add("-Dlog.file=" + settings.logs().resolve(name + ".log"));
    arguments.add("-Dlog4j.configurationFile="
        + settings.conf().resolve("log4j.properties").toUri());
    arguments.add("-Djava.io.tmpdir=" + settings.temporary());
    return arguments;
  }

  private static void writeConf(FlinkSettings settings, Configuration config) throws IOException {
    Files.write(
        settings.conf().resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(config, true));
    try (InputStream logging = Objects.requireNonNull(
        ProcessFlink.class.getResourceAsStream("flink-log4j.properties"),
        "flink-log4j.properties")) {
      Files.write(settings.conf().resolve("log4j.properties"), logging.readAllBytes());
    }
  }

  private void awaitTaskManagers(int expected, Path logs) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (connected() < expected) {
      if (!jobManager.isAlive()) {
        throw new IOException("Flink's JobManager ended with exit status " + jobManager.exitValue()
            + "; see " + logs);
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("Not all " + expected + " TaskManagers reported in "
            + START.toSeconds() + " s; see " + logs);
      }
      pause();
    }
  }

  private int connected() {
    try {
      return client.taskManagers();
    } catch (IOException e) {
      // The REST API is not up yet.
      return 0;
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Flink was starting", e);
    }
  }

  private static int port(Configuration config) {
    return config.get(RestOptions.PORT);
  }
}
