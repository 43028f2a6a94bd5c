package io.heimdex.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TopicReader;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  @TempDir
  Path directory;

  @Test
  void keepsItsRecordsOverARestart() throws Exception {
    // Given
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopics(Map.of("letters", 2));
      send(kafka, "letters", "before");
    }

    // When
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopics(Map.of("letters", 2));
      send(kafka, "letters", "after");

      // Then
      try (TopicReader letters = new TopicReader(kafka.bootstrapServers(), "letters")) {
        assertThat(letters.read(2)).containsExactlyInAnyOrder("before", "after");
      }
    }
  }

  private static void send(EmbeddedKafka kafka, String topic, String value) throws Exception {
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(
        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
        new StringSerializer(),
        new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }
}
