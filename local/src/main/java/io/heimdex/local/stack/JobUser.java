package io.heimdex.local.stack;

import io.heimdex.operators.database.DatabaseSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The database user that the job is: a member of the role of the migrations, which can't change the schema. */
final class JobUser {
  private static final String NAME = "heimdex_worker";

  private JobUser() {}

  /** Creates the user, or gives it another password. @param owner of the database, who may create roles */
  static DatabaseSettings create(DatabaseSettings owner, String password) throws IOException {
    try (Connection connection =
        DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
      boolean exists =
          text(connection, "SELECT to_regrole(?) IS NOT NULL", NAME).equals("t");
      String statement = text(
          connection,
          exists
              ? "SELECT format('ALTER ROLE " + NAME + " PASSWORD %L', ?)"
              : "SELECT format('CREATE ROLE " + NAME
                  + " LOGIN PASSWORD %L IN ROLE heimdex_job', ?)",
          password);
      connection.createStatement().execute(statement);
      return new DatabaseSettings(owner.url(), NAME, password);
    } catch (SQLException e) {
      throw new IOException(
          "Can't create the job's user in " + owner.url() + ": " + e.getMessage(), e);
    }
  }

  private static String text(Connection connection, String query, String parameter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, parameter);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
