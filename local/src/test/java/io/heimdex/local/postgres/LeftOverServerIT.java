package io.heimdex.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOverServerIT {
  @TempDir
  Path directory;

  /** Starts a server in a JVM of its own, inserts a row, says so, and waits to be killed. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedPostgresServer server =
          EmbeddedPostgresServer.start(EmbeddedPostgresSettings.in(Path.of(arguments[0]), "first"));
      try (Connection connection = connect(server, "first")) {
        new Sql(connection).run("CREATE TABLE kept AS SELECT 'here' AS word");
      }
      System.out.println("started");
      Thread.currentThread().join();
    }
  }

  @Test
  void isEndedByTheNextStartWhichFindsAllThatWasCommitted() throws Exception {
    // Given
    Process starter = new ProcessBuilder(List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Starter.class.getName(),
            directory.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (BufferedReader lines = starter.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.lines().anyMatch("started"::equals)).isTrue();
    } finally {
      starter.destroyForcibly().waitFor();
    }
    ProcessHandle leftOver = Postmaster.of(directory.resolve("data")).orElseThrow();

    // When
    try (EmbeddedPostgresServer next =
            EmbeddedPostgresServer.start(EmbeddedPostgresSettings.in(directory, "second"));
        Connection connection = connect(next, "second")) {

      // Then
      assertThat(leftOver.isAlive()).isFalse();
      assertThat(new Sql(connection).text("SELECT word FROM kept")).isEqualTo("here");
    }
  }

  @Test
  void isLeftAloneWhileItsStarterLives() throws Exception {
    try (EmbeddedPostgresServer running =
        EmbeddedPostgresServer.start(EmbeddedPostgresSettings.in(directory, "first"))) {

      assertThatThrownBy(
              () -> EmbeddedPostgresServer.start(EmbeddedPostgresSettings.in(directory, "second")))
          .hasMessageContaining("is running on " + directory.resolve("data") + " already");
      connect(running, "first").close();
    }
  }

  private static Connection connect(EmbeddedPostgresServer server, String password)
      throws Exception {
    return DriverManager.getConnection(
        server.database().url(), EmbeddedPostgresServer.USER, password);
  }
}
