package io.heimdex.local.flink;

import io.heimdex.local.postgres.Folders;
import io.heimdex.local.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one JobManager and some TaskManagers, each a process of its own with Flink's own main classes. The job comes in
 * the jar of {@link JobArtifacts}, through Flink's own client.
 *
 * <p>A process that ends is started anew after a second. With {@link FlinkSettings#highlyAvailable} a ZooKeeper, a process as well,
 * remembers the jobs: they go on by themselves, from their last checkpoints, after the JobManager was killed. Without it they
 * are lost with it. All processes end with this one, also where it is killed.
 *
 * <p>Thread-safe.
 */
public final class ProcessFlink implements FlinkCluster {
  private static final Duration START = Duration.ofSeconds(90);

  private final FlinkSettings settings;
  private final FlinkPorts ports;
  private final Path jar;
  private final FlinkLauncher launcher;
  private final TaskManagers taskManagers;
  private final FlinkClient client;
  private volatile @Nullable ServiceProcess zooKeeper;
  private volatile @Nullable ServiceProcess jobManager;

  private ProcessFlink(
      FlinkSettings settings, FlinkPorts ports, FlinkLauncher launcher, JobArtifacts artifacts)
      throws IOException {
    this.settings = settings;
    this.ports = ports;
    this.jar = artifacts.jar();
    this.launcher = launcher;
    this.taskManagers = new TaskManagers(launcher);
    this.client = new FlinkClient(FlinkConfig.client(settings, ports, 1));
  }

  /** Starts the processes and waits until each TaskManager has reported. */
  public static ProcessFlink start(FlinkSettings settings, int taskManagers, JobArtifacts artifacts)
      throws IOException {
    refuseNone(taskManagers);
    FlinkPorts ports = FlinkPorts.find();
    Configuration config = FlinkConfig.client(settings, ports, settings.slots() * taskManagers);
    TaskManagerMemory memory = FlinkConfig.addProcesses(config, settings, ports);
    FlinkLauncher launcher = new FlinkLauncher(settings, ports, memory, artifacts);
    launcher.writeConf(config);
    ProcessFlink cluster = new ProcessFlink(settings, ports, launcher, artifacts);
    try {
      cluster.startAll(taskManagers);
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw new IOException(
          "Flink does not start: " + e.getMessage() + "; see " + settings.logs(), e);
    }
  }

  /** The JobManager. */
  public ServiceProcess jobManager() {
    return Objects.requireNonNull(jobManager, "The JobManager has not started");
  }

  /** The store of the JobManager; empty if the cluster is not highly available. */
  public Optional<ServiceProcess> zooKeeper() {
    return Optional.ofNullable(zooKeeper);
  }

  /** The TaskManagers, the oldest first. */
  public List<ServiceProcess> taskManagers() {
    return taskManagers.all();
  }

  /**
   * Starts or ends TaskManagers, and waits until the new ones have reported. A job that runs keeps its parallelism; one that is
   * submitted takes all slots.
   */
  public void scaleTo(int count) throws IOException {
    refuseNone(count);
    taskManagers.scaleTo(count, START);
  }

  @Override
  public URI webUi() {
    return URI.create("http://" + FlinkConfig.LOOPBACK + ":" + ports.rest());
  }

  @Override
  public JobID submit(FlinkJob job) throws IOException {
    int slots = settings.slots() * taskManagers().size();
    return new JobSubmitter(FlinkConfig.client(settings, ports, slots), jar).submit(job);
  }

  @Override
  public FlinkClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    taskManagers.close();
    // The JobManager before its store.
    Stream.of(Optional.ofNullable(jobManager), zooKeeper())
        .flatMap(Optional::stream)
        .forEach(ServiceProcess::close);
  }

  private void startAll(int count) throws IOException {
    if (settings.highlyAvailable()) {
      // What a cluster before this one remembered: its jobs would run beside those that are to
      // come.
      Folders.delete(settings.zooKeeper());
      Folders.delete(settings.highAvailability());
      ServiceProcess store = launcher.zooKeeper();
      zooKeeper = store;
      store.awaitUp(START);
    }
    jobManager = launcher.jobManager();
    taskManagers.scaleTo(count, START);
  }

  private static void refuseNone(int taskManagers) {
    if (taskManagers < 1) {
      throw new IllegalArgumentException(
          "The cluster has " + taskManagers + " TaskManagers; expected 1 or more");
    }
  }
}
