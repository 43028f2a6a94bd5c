package io.heimdex.local.cli;

import io.heimdex.local.stack.StackOptions;
import io.heimdex.operators.database.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that start a stack. A picocli mixin. */
final class StackFlags {
  @Option(
      names = "--task-managers",
      paramLabel = "N",
      description =
          "Run Flink as processes: one JobManager and N TaskManagers. 0, the default, runs it in one process with"
              + " everything else.")
  private int taskManagers;

  @Option(
      names = "--own-processes",
      description =
          "Run Kafka, PostgreSQL, S3, the JobManager, TaskManagers (2 unless told) and a ZooKeeper as a process each. One that"
              + " is killed comes back by itself with its data, and the job goes on.")
  private boolean ownProcesses;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Slots of each TaskManager; one for each processor by default.")
  private int slots = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "SECONDS",
      description = "Between two checkpoints of the job; ${DEFAULT-VALUE} by default.")
  private double checkpointSeconds = 10;

  @Option(
      names = "--postgres-url",
      paramLabel = "JDBC_URL",
      description =
          "Use this PostgreSQL with pgvector and start none. Its password is taken from the environment"
              + " variable HEIMDEX_POSTGRES_PASSWORD.")
  private @Nullable String postgresUrl;

  @Option(
      names = "--postgres-user",
      paramLabel = "NAME",
      description = "User of that PostgreSQL; ${DEFAULT-VALUE} by default.")
  private String postgresUser = "heimdex";

  @Mixin
  private JobOptionFlags jobOptions = new JobOptionFlags();

  StackOptions options() {
    return optionsIn(StackOptions.defaultHome());
  }

  /** For a stack in a home of its own, which shares no data with the user's. */
  StackOptions optionsForTrial(Path home) {
    if (postgresUrl != null) {
      throw new IllegalArgumentException(
          "This command runs on a database of its own, which it fills and throws away; --postgres-url can't be given");
    }
    return optionsIn(home);
  }

  private StackOptions optionsIn(Path home) {
    StackOptions options = StackOptions.in(home)
        .withTaskManagers(taskManagers, slots)
        .withCheckpointInterval(Duration.ofMillis(Math.round(checkpointSeconds * 1000)))
        .withDatabase(database());
    if (ownProcesses) {
      options = options.withOwnProcesses();
    }
    return jobOptions.in(options);
  }

  /** The same again, for another process. The password goes through the environment. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(
        "--task-managers=" + taskManagers,
        "--slots=" + slots,
        "--checkpoint-interval=" + checkpointSeconds,
        "--postgres-user=" + postgresUser));
    jobOptions.values().forEach((key, value) -> arguments.add("--option=" + key + "=" + value));
    if (ownProcesses) {
      arguments.add("--own-processes");
    }
    if (postgresUrl != null) {
      arguments.add("--postgres-url=" + postgresUrl);
    }
    return arguments;
  }

  private @Nullable DatabaseSettings database() {
    String password = System.getenv("HEIMDEX_POSTGRES_PASSWORD");
    return postgresUrl == null
        ? null
        : new DatabaseSettings(postgresUrl, postgresUser, password == null ? "" : password);
  }
}
