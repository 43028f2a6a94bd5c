package io.heimdex.local.chaos;

import io.heimdex.local.stack.StackAddresses;
import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.schema.Generations;
import io.heimdex.schema.NoticeKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Somebody who uploads: goes on trying until S3 and Kafka have acknowledged. For one thread. */
final class UploadClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UploadClient.class);
  private static final long RETRY_MILLIS = 500;

  /** Longer than any fault lasts. */
  private static final Duration KAFKA_PATIENCE = Duration.ofMinutes(5);

  private final StackAddresses stack;
  private final S3Client s3;
  private final KafkaProducer<String, String> producer;

  UploadClient(StackAddresses stack) {
    this.stack = stack;
    this.s3 = stack.s3Client();
    this.producer = new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stack.kafkaBootstrapServers(),
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            KAFKA_PATIENCE.toMillis(),
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) KAFKA_PATIENCE.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            10_000),
        new StringSerializer(),
        new StringSerializer());
  }

  /** Something that S3 may refuse. */
  @FunctionalInterface
  private interface Request<T> {
    T send() throws IOException;
  }

  /** Puts a content as the video's object and notifies the job. */
  FedVideo.Upload upload(FedVideo video, Content content) throws IOException, InterruptedException {
    String eTag = untilAcknowledged(() -> s3.putObject(
            put -> put.bucket(stack.uploadsBucket()).key(video.key()), content.body())
        .eTag()
        .replace("\"", ""));
    HeimdexNotification notification =
        notification(NoticeKind.UPLOADED, video, eTag, content.sizeBytes());
    send(notification);
    String generation = Generations.of(
        stack.uploadsBucket(),
        video.key(),
        eTag,
        Objects.requireNonNull(stack.pipelineVersion(), "The stack runs no job"));
    return new FedVideo.Upload(content, generation, notification);
  }

  /** Deletes the video's object and notifies the job. */
  void delete(FedVideo video) throws IOException, InterruptedException {
    untilAcknowledged(
        () -> s3.deleteObject(delete -> delete.bucket(stack.uploadsBucket()).key(video.key())));
    send(notification(NoticeKind.DELETED, video, null, -1));
  }

  /** Asks for the video's content again. */
  void reprocess(FedVideo video, FedVideo.Upload current) throws IOException, InterruptedException {
    HeimdexNotification upload = current.notification();
    send(notification(NoticeKind.REPROCESS, video, upload.eTag(), upload.sizeBytes()));
  }

  void send(HeimdexNotification notification) throws IOException, InterruptedException {
    try {
      producer
          .send(new ProducerRecord<>(
              stack.uploadsTopic(), notification.videoId(), notification.toJson()))
          .get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka at " + stack.kafkaBootstrapServers() + " has not taken a notification in "
              + KAFKA_PATIENCE,
          e.getCause());
    }
  }

  private HeimdexNotification notification(
      NoticeKind kind, FedVideo video, @org.jspecify.annotations.Nullable String eTag, long size) {
    return new HeimdexNotification(
        kind,
        video.videoId(),
        FedVideo.OWNER,
        stack.uploadsBucket(),
        video.key(),
        null,
        eTag,
        null,
        size,
        Instant.now(),
        null,
        null);
  }

  private static <T> T untilAcknowledged(Request<T> request)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return request.send();
      } catch (SdkException e) {
        LOG.info("S3 has not acknowledged, the request is sent again: {}", e.toString());
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    s3.close();
  }
}
