package io.heimdex.local.cli;

import io.heimdex.local.stack.BackgroundStack;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackHome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heimdex up}. */
@Command(
    name = "up",
    description =
        "Starts Kafka, PostgreSQL, S3 and Flink with the job in the background, and prints their addresses and"
            + " credentials. Does nothing but print if they are up.",
    mixinStandardHelpOptions = true,
    footer =
        "%nThe data lies in $HEIMDEX_HOME (~/.heimdex by default) and survives 'heimdex down'.")
final class UpCommand implements Callable<Integer> {
  @Mixin
  private StackFlags flags = new StackFlags();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    // Refuses wrong values here rather than in the background.
    StackHome home = new StackHome(flags.options().home());
    List<String> arguments = new ArrayList<>(List.of(StackProcessCommand.NAME));
    arguments.addAll(flags.arguments());
    StackAddresses addresses = new BackgroundStack(home)
        .start(List.of(), Heimdex.class.getName(), arguments, System.err::println);
    output.result(addresses, AddressTable.of(addresses));
    return 0;
  }
}
