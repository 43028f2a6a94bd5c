package io.heimdex.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heimdex.operators.deadletter.DeadLetterJson;
import io.heimdex.schema.DeadLetter;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a Kafka record: the video's id as key, JSON as value. Tells its topic, which the sink has to know beforehand to
 * find its transactions.
 */
final class DeadLetterSerializer
    implements KafkaRecordSerializationSchema<DeadLetter>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1L;

  private final String topic;

  DeadLetterSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    byte[] key = letter.videoId() == null ? null : letter.videoId().getBytes(UTF_8);
    return new ProducerRecord<>(topic, key, DeadLetterJson.bytes(letter));
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(new DefaultKafkaDatasetFacet(
        DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)), new Properties()));
  }
}
