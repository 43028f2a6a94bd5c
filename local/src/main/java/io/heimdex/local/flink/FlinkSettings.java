package io.heimdex.local.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a cluster is started with.
 *
 * @param directory for checkpoints, which survive the cluster, and for its logs and temporary files, which need not
 * @param slots of each TaskManager
 * @param checkpointInterval between the starts of two checkpoints
 * @param stateBackend {@code hashmap} or {@code rocksdb}
 * @param highlyAvailable whether jobs survive the JobManager, in a cluster of processes
 * @param taskManagerJvmArguments more of them, in a cluster of processes
 * @param flinkOptions options of Flink's own, by their keys, which go over those that are set here
 */
public record FlinkSettings(
    Path directory,
    int slots,
    Duration checkpointInterval,
    String stateBackend,
    boolean highlyAvailable,
    List<String> taskManagerJvmArguments,
    Map<String, String> flinkOptions) {

  public FlinkSettings {
    directory = directory.toAbsolutePath();
    taskManagerJvmArguments = List.copyOf(taskManagerJvmArguments);
    flinkOptions = Map.copyOf(flinkOptions);
    if (slots < 1) {
      throw new IllegalArgumentException(
          "A TaskManager has " + slots + " slots; expected 1 or more");
    }
    if (checkpointInterval.isZero() || checkpointInterval.isNegative()) {
      throw new IllegalArgumentException(
          "Checkpoint interval is " + checkpointInterval + "; expected more than none");
    }
  }

  /** One slot for each processor, a checkpoint every 10 s, state in RocksDB. */
  public static FlinkSettings in(Path directory) {
    return new FlinkSettings(
        directory,
        Runtime.getRuntime().availableProcessors(),
        Duration.ofSeconds(10),
        "rocksdb",
        false,
        List.of(),
        Map.of());
  }

  /** The same with another interval. */
  public FlinkSettings withCheckpointInterval(Duration interval) {
    return new FlinkSettings(
        directory,
        slots,
        interval,
        stateBackend,
        highlyAvailable,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with other slots. */
  public FlinkSettings withSlots(int slotsPerTaskManager) {
    return new FlinkSettings(
        directory,
        slotsPerTaskManager,
        checkpointInterval,
        stateBackend,
        highlyAvailable,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with jobs that survive the JobManager. */
  public FlinkSettings withHighAvailability() {
    return new FlinkSettings(
        directory,
        slots,
        checkpointInterval,
        stateBackend,
        true,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with other arguments for the JVMs of TaskManagers, such as {@code -javaagent}. */
  public FlinkSettings withTaskManagerJvmArguments(List<String> arguments) {
    return new FlinkSettings(
        directory,
        slots,
        checkpointInterval,
        stateBackend,
        highlyAvailable,
        arguments,
        flinkOptions);
  }

  /** The same with other options of Flink's own. */
  public FlinkSettings withFlinkOptions(Map<String, String> options) {
    return new FlinkSettings(
        directory,
        slots,
        checkpointInterval,
        stateBackend,
        highlyAvailable,
        taskManagerJvmArguments,
        options);
  }

  Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  Path savepoints() {
    return directory.resolve("savepoints");
  }

  /** Logs of the cluster's processes. */
  public Path logs() {
    return directory.resolve("logs");
  }

  /** Process ids. */
  Path run() {
    return directory.resolve("run");
  }

  Path zooKeeper() {
    return directory.resolve("zookeeper");
  }

  Path highAvailability() {
    return directory.resolve("ha");
  }

  Path conf() {
    return directory.resolve("conf");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }
}
