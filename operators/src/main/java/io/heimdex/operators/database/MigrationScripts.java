package io.heimdex.operators.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.api.MigrationInfo;

/** The scripts of migrations that a database has had already. All are safe to run twice. */
final class MigrationScripts {
  /** On the class path. */
  static final String FOLDER = "db/migration";

  /** Grants to roles what they may do with the tables that are there. */
  private static final String ROLES = "V7__roles.sql";

  /** SQLSTATE of RAISE WARNING. */
  private static final String WARNING = "01000";

  private final List<String> names;
  private final Map<String, String> placeholders;

  /** @param placeholders what stands in the scripts as <code>${name}</code> */
  MigrationScripts(MigrationInfo[] applied, Map<String, String> placeholders) {
    this.names = Arrays.stream(applied)
        .map(MigrationInfo::getScript)
        .filter(script -> script.endsWith(".sql"))
        .toList();
    this.placeholders = placeholders;
  }

  /** All of them, in order, in one transaction. */
  void runAgain(DatabaseSettings database) throws SQLException {
    run(database, names);
  }

  /** Makes up for roles and tables that came since the grants were made last. @return what could not be granted, and by whom */
  List<String> grant(DatabaseSettings database) throws SQLException {
    return run(database, List.of(ROLES));
  }

  /** @return the server's warnings */
  private List<String> run(DatabaseSettings database, List<String> scripts) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      List<String> warnings = new ArrayList<>();
      for (String name : scripts) {
        statement.execute(script(name));
        warnings.addAll(warnings(statement));
      }
      connection.commit();
      return warnings;
    }
  }

  /** Of the last execution. Notices, which tell of what was there already, are left out. */
  private static List<String> warnings(Statement statement) throws SQLException {
    List<String> warnings = new ArrayList<>();
    for (SQLWarning next = statement.getWarnings(); next != null; next = next.getNextWarning()) {
      if (WARNING.equals(next.getSQLState())) {
        warnings.add(String.valueOf(next.getMessage()));
      }
    }
    return warnings;
  }

  private String script(String name) {
    String resource = FOLDER + "/" + name;
    try (InputStream script =
        MigrationScripts.class.getClassLoader().getResourceAsStream(resource)) {
      String text = new String(
          Objects.requireNonNull(script, resource).readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
        text = text.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + resource, e);
    }
  }
}
