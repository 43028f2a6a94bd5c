package io.heimdex.local.cli;

import io.heimdex.operators.database.MigrationReport;
import io.heimdex.operators.database.Migrator;
import io.heimdex.schema.database.SchemaDifference;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code ./heimdex schema migrate}: fails if anything is left that only a person can decide on. */
@Command(
    name = "migrate",
    description = "Bring a database to the schema that Heimdex needs, without losing a row.",
    mixinStandardHelpOptions = true)
final class SchemaMigrateCommand implements Callable<Integer> {
  @Mixin
  private DatabaseOptions database = new DatabaseOptions();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    MigrationReport report =
        Migrator.migrate(database.settings(System.getenv()), database.dimensions());
    output.result(report, text(report));
    return report.remaining().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String text(MigrationReport report) {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.setEmptyValue("The schema is up to date.");
    report
        .applied()
        .forEach(migration ->
            lines.add("applied " + migration.version() + ": " + migration.description()));
    for (SchemaDifference mended : report.mended()) {
      lines.add(
          "mended " + mended.object() + ": was " + mended.found() + ", is " + mended.expected());
    }
    report.remaining().forEach(difference -> lines.add("left " + difference));
    report.warnings().forEach(warning -> lines.add("warning: " + warning));
    return lines.toString();
  }
}
