package io.heimdex.local.flink;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a cluster is started with.
 *
 * @param directory for checkpoints, which survive the cluster, and for its logs and temporary files, which need not
 * @param slots of each TaskManager
 * @param checkpointInterval between the starts of two checkpoints
 * @param stateBackend {@code hashmap} or {@code rocksdb}
 */
public record FlinkSettings(
    Path directory, int slots, Duration checkpointInterval, String stateBackend) {

  public FlinkSettings {
    directory = directory.toAbsolutePath();
    if (slots < 1) {
      throw new IllegalArgumentException(
          "A TaskManager has " + slots + " slots; expected 1 or more");
    }
    if (checkpointInterval.isZero() || checkpointInterval.isNegative()) {
      throw new IllegalArgumentException(
          "Checkpoint interval is " + checkpointInterval + "; expected more than none");
    }
  }

  /** One slot for each processor, a checkpoint every 10 s, state on the heap. */
  public static FlinkSettings in(Path directory) {
    return new FlinkSettings(
        directory, Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(10), "rocksdb");
  }

  /** The same with another interval. */
  public FlinkSettings withCheckpointInterval(Duration interval) {
    return new FlinkSettings(directory, slots, interval, stateBackend);
  }

  /** The same with other slots. */
  public FlinkSettings withSlots(int slotsPerTaskManager) {
    return new FlinkSettings(directory, slotsPerTaskManager, checkpointInterval, stateBackend);
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

  Path conf() {
    return directory.resolve("conf");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }
}
