package io.heimdex.local;

import io.heimdex.local.postgres.EmbeddedPostgresServer;
import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.util.FileUtils;

/**
 * Hands out databases of one embedded PostgreSQL, which starts with the first request and lives as long as the JVM.
 *
 * <p>Thread-safe.
 */
public final class TestDatabases {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabases() {}

  /** A database with the schema of the migrations, and no row. */
  public static DatabaseSettings createMigrated() {
    DatabaseSettings database = createEmpty();
    Migrator.migrate(database, Migrator.DEFAULT_DIMENSIONS);
    return database;
  }

  /** An empty database with pgvector. */
  public static DatabaseSettings createEmpty() {
    return Server.INSTANCE.createDatabase("test_" + NUMBER.incrementAndGet());
  }

  /** Its class is initialised on first use, once, whichever thread comes first. */
  private static final class Server {
    static final EmbeddedPostgresServer INSTANCE = start();

    private static EmbeddedPostgresServer start() {
      try {
        Path directory = Files.createTempDirectory("heimdex-test-postgres-");
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new EmbeddedPostgresSettings(
            directory,
            EmbeddedPostgresSettings.defaultCache(),
            0,
            UUID.randomUUID().toString(),
            false));
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> stop(server, directory), "stop-test-postgres"));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedPostgresServer server, Path directory) {
      server.close();
      FileUtils.deleteDirectoryQuietly(directory.toFile());
    }
  }
}
