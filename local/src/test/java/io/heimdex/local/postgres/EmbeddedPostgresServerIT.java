package io.heimdex.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.database.DatabaseSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerIT {
  @TempDir
  Path directory;

  @Test
  void findsNearestVectorsAndKeepsRowsOverARestartWithAnotherPassword() throws Exception {
    // Given
    try (EmbeddedPostgresServer first = start("first")) {
      try (Connection connection = connect(first.database())) {
        Sql sql = new Sql(connection);
        sql.run("CREATE TABLE kept (v vector(3))");
        sql.run("INSERT INTO kept VALUES ('[1,2,3]'), ('[3,2,1]')");
      }
    }

    // When
    try (EmbeddedPostgresServer second = start("second");
        Connection connection = connect(second.database())) {

      // Then
      assertThat(new Sql(connection).text("SELECT v FROM kept ORDER BY v <=> '[3,2,2]' LIMIT 1"))
          .isEqualTo("[3,2,1]");
    }
  }

  @Test
  void asksEverybodyForAPassword() throws Exception {
    try (EmbeddedPostgresServer server = start("right")) {
      String url = server.database().url();

      assertThatThrownBy(() -> DriverManager.getConnection(url, "heimdex", "wrong"))
          .hasMessageContaining("password authentication failed");
      assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "right"))
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void survivesACrashOfTheMachine() throws Exception {
    try (EmbeddedPostgresServer server =
            EmbeddedPostgresServer.start(EmbeddedPostgresSettings.in(directory, "secret"));
        Connection connection = connect(server.database())) {
      Sql sql = new Sql(connection);

      assertThat(sql.text("SHOW fsync")).isEqualTo("on");
      assertThat(sql.text("SHOW synchronous_commit")).isEqualTo("on");
    }
  }

  private EmbeddedPostgresServer start(String password) throws Exception {
    return EmbeddedPostgresServer.start(new EmbeddedPostgresSettings(
        directory, EmbeddedPostgresSettings.defaultCache(), 0, password, false));
  }

  private static Connection connect(DatabaseSettings database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }
}
