package io.heimdex.operators.database;

import io.heimdex.schema.database.DatabaseContract;
import io.heimdex.schema.database.DatabaseShape;
import io.heimdex.schema.database.SchemaComparison;
import io.heimdex.schema.database.SchemaDifference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Compares a live database with what the code relies on. Reads only. */
public final class SchemaCheck {
  private SchemaCheck() {}

  /**
   * All differences; empty if the job may run on this database.
   *
   * @param vectorDimensions of the models' embeddings
   * @throws SchemaException if the database can't be read
   */
  public static List<SchemaDifference> check(DatabaseSettings database, int vectorDimensions) {
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password())) {
      DatabaseShape expected = DatabaseContract.of(vectorDimensions);
      return SchemaComparison.compare(
          expected, SchemaInspector.inspect(connection, expected.tables().keySet()));
    } catch (SQLException e) {
      throw new SchemaException(
          "Can't read the schema of " + database.url() + ": " + e.getMessage(), e);
    }
  }
}
