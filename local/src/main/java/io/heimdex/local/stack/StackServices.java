package io.heimdex.local.stack;

import io.heimdex.local.s3.EmbeddedS3;
import io.heimdex.local.s3.S3Credentials;
import io.heimdex.operators.database.DatabaseSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, S3 and PostgreSQL, with the topics, buckets and tables that Heimdex needs. The two {@code start} methods may run side by
 * side.
 */
interface StackServices extends AutoCloseable {
  String UPLOADS_TOPIC = "heimdex.uploads";
  String DEAD_LETTERS_TOPIC = "heimdex.dead-letters";
  String UPLOADS_BUCKET = "heimdex-uploads";
  String DERIVED_BUCKET = "heimdex-derived";

  Map<String, Integer> PARTITIONS = Map.of(UPLOADS_TOPIC, 4, DEAD_LETTERS_TOPIC, 1);
  List<String> BUCKETS = List.of(UPLOADS_BUCKET, DERIVED_BUCKET);

  /** Kafka, and S3, which sends its events there. */
  void startMessaging(StackCredentials credentials) throws IOException;

  /** PostgreSQL, with the tables of the newest migration. */
  void startDatabase(StackCredentials credentials) throws IOException;

  /** Where the services themselves are reached. */
  Reached direct();

  /** Where the job reaches them, and as which user of PostgreSQL: one that can't change the schema, unless the database was given. */
  Reached forJob();

  @Override
  void close();

  /** Addresses of the three. */
  record Reached(
      String kafkaBootstrapServers,
      String jdbcUrl,
      String databaseUser,
      String databasePassword,
      String s3Endpoint) {

    /** The same for another user of the database. */
    Reached as(DatabaseSettings user) {
      return new Reached(kafkaBootstrapServers, jdbcUrl, user.user(), user.password(), s3Endpoint);
    }

    StackAddresses addresses(StackCredentials credentials, @Nullable String flinkUrl) {
      S3Credentials s3 = credentials.s3();
      return new StackAddresses(
          ProcessHandle.current().pid(),
          flinkUrl,
          null,
          kafkaBootstrapServers,
          UPLOADS_TOPIC,
          DEAD_LETTERS_TOPIC,
          jdbcUrl,
          databaseUser,
          databasePassword,
          s3Endpoint,
          EmbeddedS3.REGION,
          s3.accessKey(),
          s3.secretKey(),
          UPLOADS_BUCKET,
          DERIVED_BUCKET,
          credentials.userId(),
          null);
    }
  }
}
