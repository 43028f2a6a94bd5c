package io.heimdex.schema;

/**
 * One record of the notification topic, not yet read.
 *
 * @param value as it stood in Kafka; empty for a record without a value
 */
public record RawNotice(byte[] value, KafkaPosition position) {}
