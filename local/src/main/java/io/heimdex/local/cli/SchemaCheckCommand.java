package io.heimdex.local.cli;

import io.heimdex.operators.database.SchemaCheck;
import io.heimdex.schema.database.SchemaDifference;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code ./heimdex schema check}: one line, or document, a difference; fails if there is any. */
@Command(
    name = "check",
    description = "List in what a database differs from what the code relies on. Changes nothing.",
    mixinStandardHelpOptions = true)
final class SchemaCheckCommand implements Callable<Integer> {
  @Mixin
  private DatabaseOptions database = new DatabaseOptions();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    List<SchemaDifference> differences =
        SchemaCheck.check(database.settings(System.getenv()), database.dimensions());
    differences.forEach(difference -> output.result(difference, difference.toString()));
    if (differences.isEmpty() && !output.isJson()) {
      output.result(differences, "The schema is as Heimdex needs it.");
    }
    return differences.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
