package io.heimdex.jobs;

import io.heimdex.operators.deadletter.DeadLetterJson;
import io.heimdex.schema.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A dead letter as a Kafka record: the video's id as key, JSON as value. */
final class DeadLetterSerializer implements KafkaRecordSerializationSchema<DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  DeadLetterSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    byte[] key =
        letter.videoId() == null ? null : letter.videoId().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, key, DeadLetterJson.bytes(letter));
  }
}
