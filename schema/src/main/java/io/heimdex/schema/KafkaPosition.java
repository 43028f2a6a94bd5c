package io.heimdex.schema;

/**
 * Where a notification stood in Kafka.
 *
 * @param offset of the record in its partition, from 0
 */
public record KafkaPosition(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
