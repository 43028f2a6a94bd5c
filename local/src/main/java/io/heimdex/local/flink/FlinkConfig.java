package io.heimdex.local.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** Flink's configuration: for clusters, and for the clients that submit to them (a job takes its settings from the client). */
final class FlinkConfig {
  static final String LOOPBACK = "127.0.0.1";
  /** Flink forgets all but the last 16 unless told. */
  static final int REMEMBERED_FAILURES = 256;

  /** How old the metrics of the REST API may be; ten seconds unless told. */
  static final Duration METRICS_AGE = Duration.ofMillis(200);

  private FlinkConfig() {}

  /** What holds for each kind of cluster and for its clients. */
  static Configuration common(FlinkSettings settings, int parallelism) {
    Configuration config = new Configuration();
    config.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    config.set(CoreOptions.TMP_DIRS, settings.temporary().toString());
    // Natives and the JDBC driver lie in lib/ and must never be loaded a second time.
    config.set(
        CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL,
        List.of(
            "org.bytedeco.",
            "ai.onnxruntime.",
            "ai.djl.",
            "com.google.gson.",
            "com.sun.jna.",
            "org.postgresql."));
    config.set(JobManagerOptions.ADDRESS, LOOPBACK);
    config.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    config.set(TaskManagerOptions.HOST, LOOPBACK);
    config.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    config.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.slots());
    config.set(RestOptions.ADDRESS, LOOPBACK);
    config.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    config.set(
        BlobServerOptions.STORAGE_DIRECTORY,
        settings.temporary().resolve("blobs").toString());
    config.set(WebOptions.SUBMIT_ENABLE, false);
    // Only asked for while somebody looks.
    config.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, METRICS_AGE);
    config.set(WebOptions.MAX_EXCEPTION_HISTORY_SIZE, REMEMBERED_FAILURES);
    // A killed TaskManager is noticed after about four seconds instead of twenty.
    config.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(2));
    config.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(30));
    addJobSettings(config, settings);
    config.addAll(Configuration.fromMap(settings.flinkOptions()));
    return config;
  }

  private static void addJobSettings(Configuration config, FlinkSettings settings) {
    config.set(PipelineOptions.GENERIC_TYPES, false);
    config.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    config.set(PipelineOptions.MAX_PARALLELISM, 720);
    config.set(StateBackendOptions.STATE_BACKEND, settings.stateBackend());
    config.set(
        CheckpointingOptions.INCREMENTAL_CHECKPOINTS, settings.stateBackend().equals("rocksdb"));
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
    config.set(
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
        settings.checkpointInterval().dividedBy(2));
    config.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(2));
    // None completes while a dependency is away and sinks wait for it.
    config.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 100);
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(settings.checkpoints()));
    config.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, uri(settings.savepoints()));
    config.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    config.set(
        RestartStrategyOptions.RESTART_STRATEGY,
        RestartStrategyOptions.RestartStrategyType.EXPONENTIAL_DELAY.getMainValue());
    config.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    config.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(15));
    config.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(2));
  }

  /** For the clients of a cluster of processes. They find it at its address, not through its store. */
  static Configuration client(FlinkSettings settings, FlinkPorts ports, int parallelism) {
    Configuration config = common(settings, parallelism);
    config.set(RestOptions.PORT, ports.rest());
    return config;
  }

  /** Adds what the processes of a cluster need: their ports, and each size of a TaskManager's memory. */
  static TaskManagerMemory addProcesses(
      Configuration config, FlinkSettings settings, FlinkPorts ports) {
    config.set(JobManagerOptions.PORT, ports.rpc());
    config.set(RestOptions.BIND_PORT, Integer.toString(ports.rest()));
    if (settings.highlyAvailable()) {
      addHighAvailability(config, settings, ports);
    }
    TaskManagerMemory memory =
        TaskManagerMemory.forSlots(settings.slots(), settings.stateBackend());
    memory.addTo(config);
    return memory;
  }

  private static void addHighAvailability(
      Configuration config, FlinkSettings settings, FlinkPorts ports) {
    config.set(HighAvailabilityOptions.HA_MODE, "zookeeper");
    config.set(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, LOOPBACK + ":" + ports.zooKeeper());
    config.set(HighAvailabilityOptions.HA_STORAGE_PATH, uri(settings.highAvailability()));
    config.set(HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE, Integer.toString(ports.rpc()));
    // A JobManager that was killed leads until its session has expired, a minute by default.
    config.set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, Duration.ofSeconds(10));
    config.set(HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT, Duration.ofSeconds(5));
    // The store may go for some seconds without the job being restarted.
    config.set(HighAvailabilityOptions.ZOOKEEPER_TOLERATE_SUSPENDED_CONNECTIONS, true);
  }

  static String uri(Path directory) {
    return directory.toUri().toString();
  }
}
