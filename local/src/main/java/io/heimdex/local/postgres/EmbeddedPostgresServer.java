package io.heimdex.local.postgres;

import io.heimdex.operators.database.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL 17 with pgvector, in processes of its own, on the loopback interface only. Passwords are asked from everybody.
 *
 * <p>Creates the database and its owner on the first start. The caller closes it, also when the JVM shuts down; a server that
 * a killed JVM left behind is ended by the next start on the same directory.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedPostgresServer implements PostgresServer {
  /** The database of the application. */
  public static final String DATABASE = "heimdex";
  /** The owner of that database. No superuser, but may create roles. */
  public static final String USER = "heimdex";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresServer.class);
  private static final String SUPERUSER = "postgres";
  private static final Duration STARTUP = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final EmbeddedPostgresSettings settings;
  private final String superuserPassword;
  private final Optional<ProcessHandle> postmaster;

  private EmbeddedPostgresServer(
      EmbeddedPostgres server, EmbeddedPostgresSettings settings, String superuserPassword)
      throws IOException {
    this.server = server;
    this.settings = settings;
    this.superuserPassword = superuserPassword;
    this.postmaster = Postmaster.of(data(settings));
  }

  /** Starts the server and waits until it answers; the first start takes some seconds more. */
  public static EmbeddedPostgresServer start(EmbeddedPostgresSettings settings) throws IOException {
    refuseRootWithoutUnshare();
    Files.createDirectories(settings.directory());
    Path passwordFile = passwordFile(settings.directory());
    EmbeddedPostgresServer started = new EmbeddedPostgresServer(
        launch(settings, passwordFile), settings, Files.readString(passwordFile));
    try {
      started.prepare();
      return started;
    } catch (IOException | SQLException | RuntimeException e) {
      started.close();
      throw new IOException("PostgreSQL in " + settings.directory() + ": " + e.getMessage(), e);
    }
  }

  private static void refuseRootWithoutUnshare() throws IOException {
    if ("root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable()) {
      throw new IOException(
          "PostgreSQL does not run as root, and this machine forbids 'unshare -U', which would hide root from"
              + " it. Run Heimdex as another user, or give the address of a PostgreSQL.");
    }
  }

  private static EmbeddedPostgres launch(EmbeddedPostgresSettings settings, Path passwordFile)
      throws IOException {
    Path binaries = settings.cache().resolve("postgres");
    // One at a time: unpacking the binaries is not safe against other processes, nor against being
    // killed.
    try (FileMutex held = FileMutex.hold(settings.cache().resolve("postgres.lock"))) {
      deleteHalfUnpacked(binaries);
      Postmaster.endLeftOver(data(settings));
      return builder(settings, passwordFile)
          .setOverrideWorkingDirectory(binaries.toFile())
          .start();
    } catch (IllegalStateException e) {
      throw new IOException(
          "PostgreSQL in " + settings.directory() + " did not start: " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgres.Builder builder(
      EmbeddedPostgresSettings settings, Path passwordFile) throws IOException {
    String onlyIfDurable = settings.durable() ? "on" : "off";
    return EmbeddedPostgres.builder()
        .setPort(settings.port())
        .setDataDirectory(data(settings))
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(STARTUP)
        // These become options of initdb: the superuser has a password from the first moment on.
        .setLocaleConfig("pwfile", passwordFile.toString())
        .setLocaleConfig("auth", "scram-sha-256")
        .setLocaleConfig("locale", "C.UTF-8")
        .setConnectConfig("password", Files.readString(passwordFile))
        .setServerConfig("fsync", onlyIfDurable)
        .setServerConfig("synchronous_commit", onlyIfDurable)
        .setServerConfig("listen_addresses", "localhost")
        .setServerConfig("unix_socket_directories", "");
  }

  private static Path data(EmbeddedPostgresSettings settings) {
    return settings.directory().toAbsolutePath().resolve("data");
  }

  private static Path passwordFile(Path directory) throws IOException {
    Path file = directory.toAbsolutePath().resolve("superuser-password");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, UUID.randomUUID().toString());
    }
    return file;
  }

  /** Files that are there already are kept when PostgreSQL is unpacked, whole or not. */
  private static void deleteHalfUnpacked(Path binaries) throws IOException {
    if (!Files.isDirectory(binaries)) {
      return;
    }
    try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(binaries, "PG-*")) {
      for (Path folder : unpacked) {
        if (!Files.exists(folder.resolve(".exists"))) {
          Folders.delete(folder);
        }
      }
    }
  }

  private void prepare() throws SQLException, IOException {
    try (Connection admin = connectAsSuperuser(SUPERUSER)) {
      Sql sql = new Sql(admin);
      PgvectorLibrary.find(library -> refusal(sql, library), settings.cache())
          .installInto(
              Path.of(sql.text("SELECT setting FROM pg_config WHERE name = 'PKGLIBDIR'")),
              Path.of(sql.text("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"))
                  .resolve("extension"));
      if (!sql.isTrue("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + USER + "')")) {
        sql.run("CREATE ROLE " + USER + " LOGIN");
      }
      sql.run("ALTER ROLE " + USER + " CREATEROLE PASSWORD " + Sql.quoted(settings.password()));
      if (!sql.isTrue(
          "SELECT EXISTS (SELECT FROM pg_database WHERE datname = '" + DATABASE + "')")) {
        sql.run("CREATE DATABASE " + DATABASE + " OWNER " + USER);
      }
    }
    createExtension(DATABASE);
  }

  private static Optional<String> refusal(Sql sql, Path library) {
    try {
      sql.run("LOAD " + Sql.quoted(library.toAbsolutePath().toString()));
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Only a superuser may do this. */
  private void createExtension(String database) throws SQLException {
    try (Connection admin = connectAsSuperuser(database)) {
      new Sql(admin).run("CREATE EXTENSION IF NOT EXISTS vector");
    }
  }

  /** Creates one more database with pgvector, which belongs to the application's user as well. */
  public DatabaseSettings createDatabase(String name) {
    try (Connection admin = connectAsSuperuser(SUPERUSER)) {
      new Sql(admin).run("CREATE DATABASE " + Sql.identifier(name) + " OWNER " + USER);
      createExtension(name);
      return settingsFor(name);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Can't create the database " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * The command that this server was started with. Once it has stopped, the command runs the same again, in the foreground and on
   * the same port.
   */
  public List<String> command() throws IOException {
    return PostmasterCommand.of(data(settings));
  }

  @Override
  public DatabaseSettings database() {
    return settingsFor(DATABASE);
  }

  private DatabaseSettings settingsFor(String database) {
    return new DatabaseSettings(url(database), USER, settings.password());
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
  }

  private Connection connectAsSuperuser(String database) throws SQLException {
    return DriverManager.getConnection(url(database), SUPERUSER, superuserPassword);
  }

  /** Rolls back what is open, stops the server and waits until its processes are gone. */
  @Override
  public void close() {
    try {
      server.close();
      Postmaster.awaitEnd(postmaster);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "PostgreSQL in " + settings.directory() + " did not stop: " + e.getMessage(), e);
    }
    LOG.info("PostgreSQL in {} stopped", settings.directory());
  }
}
