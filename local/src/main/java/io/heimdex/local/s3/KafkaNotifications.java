package io.heimdex.local.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends the events of one bucket to a Kafka topic. The record's key is {@code bucket/key}, so that the events of one object
 * stay in order.
 *
 * <p>A send waits for all replicas and tries again for half a minute, so that a broker may restart meanwhile.
 */
public final class KafkaNotifications implements BucketNotifications, AutoCloseable {
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

  private final String bucket;
  private final String topic;
  private final Producer<String, String> producer;

  public KafkaNotifications(String bucket, String bootstrapServers, String topic) {
    this.bucket = bucket;
    this.topic = topic;
    this.producer = new KafkaProducer<>(
        Map.<String, Object>of(
            "bootstrap.servers", bootstrapServers,
            "client.id", "heimdex-s3-notifications",
            "acks", "all",
            "enable.idempotence", "true",
            "request.timeout.ms", "5000",
            "max.block.ms", Long.toString(DELIVERY_TIMEOUT.toMillis()),
            "delivery.timeout.ms", Long.toString(DELIVERY_TIMEOUT.toMillis())),
        new StringSerializer(),
        new StringSerializer());
  }

  @Override
  public boolean wants(String bucket) {
    return this.bucket.equals(bucket);
  }

  @Override
  public void send(S3Event event) throws IOException {
    try {
      producer
          .send(new ProducerRecord<>(topic, event.bucket() + "/" + event.key(), event.toJson()))
          .get();
    } catch (ExecutionException e) {
      throw undelivered(event, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw undelivered(event, e);
    } catch (KafkaException e) {
      throw undelivered(event, e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  private IOException undelivered(S3Event event, Throwable cause) {
    return new IOException(
        event.name() + " of " + event.bucket() + "/" + event.key() + " did not reach topic " + topic
            + " in " + DELIVERY_TIMEOUT.toSeconds() + " s: " + cause.getMessage(),
        cause);
  }
}
