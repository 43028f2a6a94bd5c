package io.heimdex.operators.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.api.MigrationInfo;

/** The scripts of migrations that a database has had already. All are safe to run twice. */
final class MigrationScripts {
  /** On the class path. */
  static final String FOLDER = "db/migration";

  /** The placeholder for the dimensions of the embeddings. */
  static final String DIMENSIONS = "vectorDimensions";

  private final List<String> names;
  private final int vectorDimensions;

  MigrationScripts(MigrationInfo[] applied, int vectorDimensions) {
    this.names = Arrays.stream(applied)
        .map(MigrationInfo::getScript)
        .filter(script -> script.endsWith(".sql"))
        .toList();
    this.vectorDimensions = vectorDimensions;
  }

  /** All of them, in order, in one transaction. */
  void runAgain(DatabaseSettings database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String name : names) {
        statement.execute(script(name));
      }
      connection.commit();
    }
  }

  private String script(String name) {
    String resource = FOLDER + "/" + name;
    try (InputStream script =
        MigrationScripts.class.getClassLoader().getResourceAsStream(resource)) {
      String text = new String(
          Objects.requireNonNull(script, resource).readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("${" + DIMENSIONS + "}", Integer.toString(vectorDimensions));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + resource, e);
    }
  }
}
