package io.heimdex.local.stack;

import io.heimdex.local.flink.EndlessJob;
import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import io.heimdex.local.process.Termination;
import java.nio.file.Path;
import java.time.Duration;

/** A stack with a job that does nothing of use, in a process of its own. Arguments: home, TaskManagers, and {@code own-processes} or nothing. */
public final class StackProcess {
  private StackProcess() {}

  public static void main(String[] args) throws Exception {
    Termination termination = Termination.install();
    StackOptions options = StackOptions.in(Path.of(args[0]))
        .withCache(EmbeddedPostgresSettings.defaultCache())
        .withTaskManagers(Integer.parseInt(args[1]), 1)
        .withCheckpointInterval(Duration.ofMillis(500))
        .withJob(EndlessJob.class.getName());
    if (args.length > 2) {
      options = options.withOwnProcesses();
    }
    try (Stack stack = Stack.start(options, System.err::println)) {
      System.err.println("up in process " + stack.addresses().pid());
      termination.await();
    }
    System.exit(0);
  }
}
