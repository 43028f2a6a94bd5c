package io.heimdex.jobs;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.RawNotice;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes a Kafka record as it is: whether it can be read is decided by {@code parse}, so that nothing is lost here. */
final class RawNoticeDeserializer implements KafkaRecordDeserializationSchema<RawNotice> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawNotice> out) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    out.collect(new RawNotice(
        value, new KafkaPosition(record.topic(), record.partition(), record.offset())));
  }

  @Override
  public TypeInformation<RawNotice> getProducedType() {
    return TypeInformation.of(RawNotice.class);
  }
}
