package io.heimdex.local.chaos;

import io.heimdex.local.stack.Stack;
import io.heimdex.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The stack of a run: every server a process of its own, two TaskManagers with the agent, and checkpoints every second. */
final class ChaosStack {
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(8);

  /** A TaskManager that has stood still for so long has no slot in the cluster any more. */
  static final Duration GIVEN_UP_AFTER = HEARTBEAT_TIMEOUT.plusSeconds(3);

  /** Faults follow each other faster than in life: a job waits no longer for each restart. */
  private static final Map<String, String> FLINK = Map.of(
      "restart-strategy.exponential-delay.max-backoff", "2 s",
      "heartbeat.interval", "1 s",
      "heartbeat.timeout", HEARTBEAT_TIMEOUT.toSeconds() + " s");

  private ChaosStack() {}

  static Stack start(ChaosOptions options, Path home, ChaosAgentJar agent) throws IOException {
    StackOptions stack = StackOptions.in(home)
        .withCache(options.cache())
        .withTaskManagers(2, 1)
        .withCheckpointInterval(Duration.ofSeconds(1))
        .withOwnProcesses()
        .withTaskManagerJvmArguments(List.of(agent.jvmArgument()))
        .withFlinkOptions(FLINK)
        // Beside the faults, as often as the job allows.
        .withJobOption("heimdex.janitor.interval", "5s")
        // Several segments a video, so that several slots work on it.
        .withJobOption("heimdex.plan.segment-duration", "4s");
    for (Map.Entry<String, String> option : options.jobOptions().entrySet()) {
      stack = stack.withJobOption(option.getKey(), option.getValue());
    }
    return Stack.start(stack, line -> {});
  }
}
