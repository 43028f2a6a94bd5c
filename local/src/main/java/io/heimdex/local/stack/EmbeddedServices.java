package io.heimdex.local.stack;

import io.heimdex.local.kafka.EmbeddedKafka;
import io.heimdex.local.postgres.EmbeddedPostgresServer;
import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import io.heimdex.local.postgres.PostgresServer;
import io.heimdex.local.process.OrphanGuard;
import io.heimdex.local.s3.EmbeddedS3;
import io.heimdex.local.s3.KafkaNotifications;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The services in this JVM, but for PostgreSQL, which has processes anyway. */
final class EmbeddedServices implements StackServices {
  private final Path directory;
  private final StackOptions options;
  private final Consumer<String> progress;

  private volatile @Nullable EmbeddedKafka kafka;
  private volatile @Nullable KafkaNotifications notifications;
  private volatile @Nullable EmbeddedS3 s3;
  private volatile @Nullable PostgresServer postgres;
  private volatile @Nullable DatabaseSettings jobDatabase;
  private volatile @Nullable OrphanGuard postgresGuard;

  EmbeddedServices(StackHome home, StackOptions options, Consumer<String> progress) {
    this.directory = home.stack();
    this.options = options;
    this.progress = progress;
  }

  @Override
  public void startMessaging(StackCredentials credentials) throws IOException {
    EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
    kafka = broker;
    broker.createTopics(PARTITIONS);
    progress.accept("Kafka is up");
    KafkaNotifications toUploads =
        new KafkaNotifications(UPLOADS_BUCKET, broker.bootstrapServers(), UPLOADS_TOPIC);
    notifications = toUploads;
    EmbeddedS3 server = EmbeddedS3.start(directory.resolve("s3"), credentials.s3(), toUploads);
    s3 = server;
    server.createBuckets(BUCKETS);
    progress.accept("S3 is up");
  }

  @Override
  public void startDatabase(StackCredentials credentials) throws IOException {
    DatabaseSettings given = options.database();
    PostgresServer server = given == null ? startPostgres(credentials) : PostgresServer.at(given);
    postgres = server;
    Migrator.migrate(server.database(), options.vectorDimensions());
    jobDatabase = given == null
        ? JobUser.create(server.database(), credentials.jobDatabasePassword())
        : given;
    progress.accept("PostgreSQL is up");
  }

  @Override
  public Reached direct() {
    DatabaseSettings database =
        Objects.requireNonNull(postgres, "PostgreSQL has not started").database();
    return new Reached(
        Objects.requireNonNull(kafka, "Kafka has not started").bootstrapServers(),
        database.url(),
        database.user(),
        database.password(),
        Objects.requireNonNull(s3, "S3 has not started").endpoint().toString());
  }

  @Override
  public Reached forJob() {
    return direct().as(Objects.requireNonNull(jobDatabase, "PostgreSQL has not started"));
  }

  /** In the order in which they need each other. */
  @Override
  public void close() {
    Closing closing = new Closing();
    close(closing, "S3", s3);
    close(closing, "the notifications of S3", notifications);
    close(closing, "Kafka", kafka);
    close(closing, "PostgreSQL", postgres);
    close(closing, "the guard of PostgreSQL", postgresGuard);
    s3 = null;
    notifications = null;
    kafka = null;
    postgres = null;
    postgresGuard = null;
    closing.finish();
  }

  private PostgresServer startPostgres(StackCredentials credentials) throws IOException {
    Path home = directory.resolve("postgres");
    PostgresServer server = EmbeddedPostgresServer.start(new EmbeddedPostgresSettings(
        home, options.cache(), 0, credentials.databasePassword(), true));
    Path data = home.resolve("data");
    // INT is PostgreSQL's fast shutdown.
    postgresGuard = OrphanGuard.watch(data.resolve("postmaster.pid"), data.toString(), "INT");
    return server;
  }

  private static void close(Closing closing, String what, @Nullable AutoCloseable service) {
    if (service != null) {
      closing.run("stop " + what, service::close);
    }
  }
}
