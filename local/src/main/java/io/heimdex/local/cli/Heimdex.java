package io.heimdex.local.cli;

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
      SampleCommand.class,
      SchemaCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      StackProcessCommand.class
    })
public final class Heimdex {
  private Heimdex() {}

  /** Exits with 0 only if everything worked; 2 for wrong usage, 1 for anything else. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Heimdex()).setExecutionExceptionHandler(Heimdex::report);
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("heimdex " + command.getCommandName() + ": " + describe(failure));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
