package io.heimdex.local.cli;

import io.heimdex.local.process.Termination;
import io.heimdex.operators.notice.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's entry: {@code ./heimdex COMMAND}. */
@Command(
    name = "heimdex",
    description = "Turns video uploads into a searchable scene index.",
    mixinStandardHelpOptions = true,
    version = "Heimdex 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      IndexCommand.class,
      ScenesCommand.class,
      SheetCommand.class,
      SampleCommand.class,
      ModelCommand.class,
      SchemaCommand.class,
      ChaosCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      SearchCommand.class,
      JanitorCommand.class,
      TortureCommand.class,
      RetryCommand.class,
      BenchCommand.class,
      StackProcessCommand.class
    })
public final class Heimdex {
  private static final Logger LOG = LoggerFactory.getLogger(Heimdex.class);

  private Heimdex() {}

  /** Exits with 0 only if everything worked; 2 for wrong usage, 1 for anything else. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Heimdex())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Heimdex::report);
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof InterruptedException) {
      return Termination.EXIT_CODE;
    }
    LOG.info("Command {} failed", command.getCommandName(), failure);
    command
        .getErr()
        .println("heimdex " + command.getCommandName() + ": " + SafeText.lines(describe(failure)));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
