package io.heimdex.operators.database;

import io.heimdex.schema.database.DatabaseContract;
import io.heimdex.schema.database.SchemaDifference;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateOutput;

/**
 * Brings a database to the schema that Heimdex needs, from whatever it holds: nothing, an older Heimdex, or the tables of the
 * product that Heimdex replaces. Loses no row. Several at once are safe: Flyway lets one work and the others wait.
 */
public final class Migrator {
  /** Of the default model, SigLIP so400m. */
  public static final int DEFAULT_DIMENSIONS = 1152;

  /** A table of our own, so that the history of another application in the same schema is left alone. */
  private static final String HISTORY = "heimdex_schema_history";

  private Migrator() {}

  /**
   * Applies the migrations that the database lacks. If it still differs from what the code needs, because somebody changed it
   * since, runs those that were applied earlier again: each leaves alone what is right. In any case grants are made anew.
   *
   * @param vectorDimensions of {@code text_vec} and {@code image_vec}
   * @throws SchemaException if a migration fails; that one has changed nothing then
   */
  public static MigrationReport migrate(DatabaseSettings database, int vectorDimensions) {
    try {
      Flyway flyway = flyway(database, vectorDimensions);
      List<AppliedMigration> applied =
          flyway.migrate().migrations.stream().map(Migrator::applied).toList();
      MigrationScripts scripts =
          new MigrationScripts(flyway.info().applied(), placeholders(vectorDimensions));
      List<SchemaDifference> drift = SchemaCheck.check(database, vectorDimensions);
      if (drift.isEmpty()) {
        return new MigrationReport(applied, List.of(), List.of(), scripts.grant(database));
      }
      scripts.runAgain(database);
      List<SchemaDifference> remaining = SchemaCheck.check(database, vectorDimensions);
      return new MigrationReport(
          applied, without(drift, remaining), remaining, scripts.grant(database));
    } catch (FlywayException | SQLException e) {
      throw new SchemaException("Can't migrate " + database.url() + ": " + e.getMessage(), e);
    }
  }

  private static List<SchemaDifference> without(
      List<SchemaDifference> before, List<SchemaDifference> after) {
    return before.stream().filter(difference -> !after.contains(difference)).toList();
  }

  private static Flyway flyway(DatabaseSettings database, int vectorDimensions) {
    return Flyway.configure(Migrator.class.getClassLoader())
        .dataSource(database.url(), database.user(), database.password())
        .table(HISTORY)
        .locations("classpath:" + MigrationScripts.FOLDER)
        .placeholders(placeholders(vectorDimensions))
        // Tables that are there before the first migration are its starting point.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private static Map<String, String> placeholders(int vectorDimensions) {
    return Map.of(
        "vectorDimensions",
        Integer.toString(vectorDimensions),
        "jobTables",
        String.join(",", new TreeSet<>(DatabaseContract.WRITTEN)));
  }

  private static AppliedMigration applied(MigrateOutput output) {
    return new AppliedMigration(output.version, output.description);
  }
}
