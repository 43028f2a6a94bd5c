package io.heimdex.local.cli;

import io.heimdex.local.stack.BackgroundStack;
import io.heimdex.local.stack.StackHome;
import io.heimdex.local.stack.StackOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heimdex down}. */
@Command(
    name = "down",
    description =
        "Stops the stack in the background. Data stays, and 'heimdex up' goes on where the job stopped.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
  @Mixin
  private Output output = new Output();

  @Option(names = "--purge", description = "Also remove all data of the stack, without asking.")
  private boolean purge;

  @Override
  public Integer call() throws Exception {
    StackHome home = new StackHome(StackOptions.defaultHome());
    boolean stopped = new BackgroundStack(home).stop();
    if (purge) {
      home.purge();
    }
    output.result(
        Map.of("state", "down", "stopped", stopped, "purged", purge),
        (stopped ? "The stack is down" : "No stack was up")
            + (purge ? ", its data is removed" : ""));
    return 0;
  }
}
