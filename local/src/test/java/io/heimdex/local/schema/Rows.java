package io.heimdex.local.schema;

import io.heimdex.operators.database.DatabaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements of a test, each on a connection of its own. */
public final class Rows {
  private final DatabaseSettings database;

  public Rows(DatabaseSettings database) {
    this.database = database;
  }

  public void run(String statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    } catch (SQLException e) {
      throw new IllegalStateException(statements, e);
    }
  }

  /** Runs a file of the tests' resources. */
  void runResource(String name) {
    try (InputStream script = Rows.class.getResourceAsStream(name)) {
      run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first column of all rows. */
  public List<String> texts(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** The first column of the only row. */
  String text(String query) {
    List<String> texts = texts(query);
    if (texts.size() != 1) {
      throw new AssertionError(query + " gave " + texts.size() + " rows; expected one");
    }
    return texts.get(0);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }
}
