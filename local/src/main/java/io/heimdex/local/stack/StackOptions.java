package io.heimdex.local.stack;

import io.heimdex.jobs.SceneIndexJob;
import io.heimdex.jobs.SceneIndexOptions;
import io.heimdex.operators.database.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a stack is started with.
 *
 * @param home holds all data of the stack, in {@code stack/}, and its logs
 * @param cache what can be made anew, and may be shared by several homes
 * @param taskManagers processes of the Flink cluster; 0 runs Flink in this JVM
 * @param slots of each TaskManager
 * @param checkpointInterval of the job
 * @param database a server that is running already; null starts one
 * @param jobClass main class of the job; null starts the services alone, without Flink
 * @param jobOptions options of the job besides the stack's own addresses, by their keys
 * @param ownProcesses whether each service is a process of its own, behind a proxy, and Flink is highly available
 * @param taskManagerJvmArguments more of them, where TaskManagers are processes
 * @param flinkOptions options of Flink's own, by their keys
 */
public record StackOptions(
    Path home,
    Path cache,
    int taskManagers,
    int slots,
    Duration checkpointInterval,
    @Nullable DatabaseSettings database,
    @Nullable String jobClass,
    Map<String, String> jobOptions,
    boolean ownProcesses,
    List<String> taskManagerJvmArguments,
    Map<String, String> flinkOptions) {
  private static final String JOB_CLASS = SceneIndexJob.class.getName();

  public StackOptions {
    jobOptions = Map.copyOf(jobOptions);
    taskManagerJvmArguments = List.copyOf(taskManagerJvmArguments);
    flinkOptions = Map.copyOf(flinkOptions);
    home = home.toAbsolutePath().normalize();
    if (taskManagers < 0) {
      throw new IllegalArgumentException(
          "The stack has " + taskManagers + " TaskManagers; expected 0 (in this process) or more");
    }
    if (slots < 1) {
      throw new IllegalArgumentException(
          "A TaskManager has " + slots + " slots; expected 1 or more");
    }
    if (ownProcesses && taskManagers == 0) {
      throw new IllegalArgumentException(
          "The stack has no TaskManagers; expected 1 or more where everything is a process of its own");
    }
    if (ownProcesses && database != null) {
      throw new IllegalArgumentException("PostgreSQL is given as " + database.url()
          + "; expected none where everything is a process of the stack");
    }
  }

  /** The job in this JVM, with a slot for each processor. */
  public static StackOptions in(Path home) {
    return new StackOptions(
        home,
        home.resolve("cache"),
        0,
        Runtime.getRuntime().availableProcessors(),
        Duration.ofSeconds(10),
        null,
        JOB_CLASS,
        Map.of(),
        false,
        List.of(),
        Map.of());
  }

  /** {@code $HEIMDEX_HOME}, or {@code ~/.heimdex} without it. */
  public static Path defaultHome() {
    String home = System.getenv("HEIMDEX_HOME");
    return home == null || home.isBlank()
        ? Path.of(System.getProperty("user.home"), ".heimdex")
        : Path.of(home);
  }

  /** The same with another cache. */
  public StackOptions withCache(Path directory) {
    return new StackOptions(
        home,
        directory,
        taskManagers,
        slots,
        checkpointInterval,
        database,
        jobClass,
        jobOptions,
        ownProcesses,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with Flink in processes of its own, or in this one if there are none. */
  public StackOptions withTaskManagers(int count, int slotsOfEach) {
    return new StackOptions(
        home,
        cache,
        count,
        slotsOfEach,
        checkpointInterval,
        database,
        jobClass,
        jobOptions,
        ownProcesses,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with another interval between checkpoints. */
  public StackOptions withCheckpointInterval(Duration interval) {
    return new StackOptions(
        home,
        cache,
        taskManagers,
        slots,
        interval,
        database,
        jobClass,
        jobOptions,
        ownProcesses,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with a database that somebody else runs. */
  public StackOptions withDatabase(@Nullable DatabaseSettings given) {
    return new StackOptions(
        home,
        cache,
        taskManagers,
        slots,
        checkpointInterval,
        given,
        jobClass,
        jobOptions,
        ownProcesses,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with another job; null for none. */
  public StackOptions withJob(@Nullable String mainClass) {
    return new StackOptions(
        home,
        cache,
        taskManagers,
        slots,
        checkpointInterval,
        database,
        mainClass,
        jobOptions,
        ownProcesses,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with one more option of the job. */
  public StackOptions withJobOption(String key, String value) {
    Map<String, String> more = new HashMap<>(jobOptions);
    more.put(key, value);
    return new StackOptions(
        home,
        cache,
        taskManagers,
        slots,
        checkpointInterval,
        database,
        jobClass,
        more,
        ownProcesses,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with each service in a process of its own, and two TaskManagers at least where there were none. */
  public StackOptions withOwnProcesses() {
    return new StackOptions(
        home,
        cache,
        taskManagers == 0 ? 2 : taskManagers,
        slots,
        checkpointInterval,
        database,
        jobClass,
        jobOptions,
        true,
        taskManagerJvmArguments,
        flinkOptions);
  }

  /** The same with other arguments for the JVMs of TaskManagers, such as {@code -javaagent}. */
  public StackOptions withTaskManagerJvmArguments(List<String> arguments) {
    return new StackOptions(
        home,
        cache,
        taskManagers,
        slots,
        checkpointInterval,
        database,
        jobClass,
        jobOptions,
        ownProcesses,
        arguments,
        flinkOptions);
  }

  /** The same with other options of Flink's own, which go over those of the stack. */
  public StackOptions withFlinkOptions(Map<String, String> options) {
    return new StackOptions(
        home,
        cache,
        taskManagers,
        slots,
        checkpointInterval,
        database,
        jobClass,
        jobOptions,
        ownProcesses,
        taskManagerJvmArguments,
        options);
  }

  /** Length of the vectors that the job is to write, for which the database is made. */
  int vectorDimensions() {
    return Configuration.fromMap(jobOptions).get(SceneIndexOptions.EMBED_DIMENSIONS);
  }
}
