package io.heimdex.local.index;

import io.heimdex.local.stack.StackAddresses;
import io.heimdex.operators.storage.S3ObjectStore;
import io.heimdex.schema.FailureCode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Finds videos that have failed, and asks the job to index them again. For one thread. */
public final class VideoRetrier implements AutoCloseable {
  private static final String FAILED = """
      SELECT video_id, user_id, coalesce(storage_bucket, ?), storage_key, revision, coalesce(error_code, ''), error_text
      FROM videos WHERE state = 'failed' AND (%s) ORDER BY updated_at
      """;

  private final StackAddresses stack;
  private final Connection connection;

  /** Connects to the database. */
  public VideoRetrier(StackAddresses stack) throws SQLException {
    this.stack = stack;
    this.connection = DriverManager.getConnection(
        stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
  }

  /** All that failed for one of these reasons. */
  public List<FailedRow> failed(Collection<FailureCode> codes) throws SQLException {
    return select("error_code = any (?)", "varchar", codes.toArray());
  }

  /**
   * These videos.
   *
   * @throws IllegalArgumentException that names those that are unknown or have not failed
   */
  public List<FailedRow> failed(Set<UUID> videoIds) throws SQLException {
    List<FailedRow> rows = select("video_id = any (?)", "uuid", videoIds.toArray());
    Set<String> missing = new TreeSet<>();
    videoIds.forEach(id -> missing.add(id.toString()));
    rows.forEach(row -> missing.remove(row.videoId()));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "No such video has failed: " + String.join(", ", missing) + "; nothing was sent");
    }
    return rows;
  }

  /** Sends a notification for each, in order. Returns when Kafka has all of them. */
  public void send(List<FailedRow> rows) throws IOException, InterruptedException {
    Map<String, Object> settings = Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        stack.kafkaBootstrapServers(),
        ProducerConfig.ACKS_CONFIG,
        "all");
    try (S3ObjectStore objects = new S3ObjectStore(stack.s3());
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (FailedRow row : rows) {
        String notification =
            row.notification(objects.head(row.bucket(), row.key(), null)).toJson();
        producer
            .send(new ProducerRecord<>(stack.uploadsTopic(), row.videoId(), notification))
            .get();
      }
    } catch (ExecutionException e) {
      throw new IOException(
          "Can't send to the topic " + stack.uploadsTopic() + " of Kafka at "
              + stack.kafkaBootstrapServers(),
          e.getCause());
    }
  }

  private List<FailedRow> select(String condition, String type, Object[] values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FAILED.formatted(condition))) {
      select.setString(1, stack.uploadsBucket());
      select.setArray(
          2,
          connection.createArrayOf(
              type, Arrays.stream(values).map(Object::toString).toArray()));
      List<FailedRow> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(new FailedRow(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getLong(5),
              row.getString(6),
              row.getString(7)));
        }
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
