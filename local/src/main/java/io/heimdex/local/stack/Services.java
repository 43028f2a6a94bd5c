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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, S3 and PostgreSQL, with the topics, buckets and tables that Heimdex needs. The two {@code start} methods may run side by
 * side.
 */
final class Services implements AutoCloseable {
  static final String UPLOADS_TOPIC = "heimdex.uploads";
  static final String DEAD_LETTERS_TOPIC = "heimdex.dead-letters";
  static final String UPLOADS_BUCKET = "heimdex-uploads";
  static final String DERIVED_BUCKET = "heimdex-derived";

  private static final Map<String, Integer> PARTITIONS =
      Map.of(UPLOADS_TOPIC, 4, DEAD_LETTERS_TOPIC, 1);

  private final Path directory;
  private final StackOptions options;
  private final Consumer<String> progress;

  private volatile @Nullable EmbeddedKafka kafka;
  private volatile @Nullable KafkaNotifications notifications;
  private volatile @Nullable EmbeddedS3 s3;
  private volatile @Nullable PostgresServer postgres;
  private volatile @Nullable OrphanGuard postgresGuard;

  Services(StackHome home, StackOptions options, Consumer<String> progress) {
    this.directory = home.stack();
    this.options = options;
    this.progress = progress;
  }

  /** Kafka, and S3, which sends its events there. */
  void startMessaging(StackCredentials credentials) throws IOException {
    EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
    kafka = broker;
    broker.createTopics(PARTITIONS);
    progress.accept("Kafka is up");
    KafkaNotifications toUploads =
        new KafkaNotifications(UPLOADS_BUCKET, broker.bootstrapServers(), UPLOADS_TOPIC);
    notifications = toUploads;
    EmbeddedS3 server = EmbeddedS3.start(directory.resolve("s3"), credentials.s3(), toUploads);
    s3 = server;
    server.createBuckets(List.of(UPLOADS_BUCKET, DERIVED_BUCKET));
    progress.accept("S3 is up");
  }

  /** PostgreSQL, with the tables of the newest migration. */
  void startDatabase(StackCredentials credentials) throws IOException {
    DatabaseSettings given = options.database();
    PostgresServer server = given == null ? startPostgres(credentials) : PostgresServer.at(given);
    postgres = server;
    Migrator.migrate(server.database(), Migrator.DEFAULT_DIMENSIONS);
    progress.accept("PostgreSQL is up");
  }

  StackAddresses addresses(StackCredentials credentials, @Nullable String flinkUrl) {
    DatabaseSettings database =
        Objects.requireNonNull(postgres, "PostgreSQL has not started").database();
    return new StackAddresses(
        ProcessHandle.current().pid(),
        flinkUrl,
        null,
        Objects.requireNonNull(kafka, "Kafka has not started").bootstrapServers(),
        UPLOADS_TOPIC,
        DEAD_LETTERS_TOPIC,
        database.url(),
        database.user(),
        database.password(),
        Objects.requireNonNull(s3, "S3 has not started").endpoint().toString(),
        EmbeddedS3.REGION,
        credentials.s3AccessKey(),
        credentials.s3SecretKey(),
        UPLOADS_BUCKET,
        DERIVED_BUCKET,
        credentials.userId(),
        null);
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
