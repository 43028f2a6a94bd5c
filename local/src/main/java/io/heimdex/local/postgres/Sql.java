package io.heimdex.local.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The few statements that set up a server, which take no parameters. */
final class Sql {
  private final Connection connection;

  Sql(Connection connection) {
    this.connection = connection;
  }

  void run(String statement) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  boolean isTrue(String query) throws SQLException {
    return text(query).equals("t");
  }

  /** The first column of the first row. */
  String text(String query) throws SQLException {
    try (Statement running = connection.createStatement();
        ResultSet row = running.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  static String quoted(String literal) {
    return "'" + literal.replace("'", "''") + "'";
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
