package io.heimdex.jobs;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.publish.ProgressConnections;
import io.heimdex.operators.publish.ProgressStatement;
import io.heimdex.operators.publish.SceneIndexSink;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.RawNotice;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Where the job's data comes from and goes to. Given to the pipeline, so that a test runs the production wiring. */
record SceneIndexEndpoints(
    Source<RawNotice, ?, ?> uploads,
    Sink<PublishCommand> scenes,
    Sink<ProgressUpdate> progress,
    Sink<DeadLetter> deadLetters) {

  /** Longer than a checkpoint may take, shorter than the 15 minutes that brokers allow by default. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(14);

  /** After each of them the connection is made anew, which waits for a database that is away. */
  private static final int PROGRESS_RETRIES = 10;

  /** Kafka, PostgreSQL and S3 as the options say. */
  static SceneIndexEndpoints of(SceneIndexConfig config, String pipelineVersion) {
    return new SceneIndexEndpoints(
        uploads(config.kafka()),
        new SceneIndexSink(
            config.database(),
            new S3ObjectStoreFactory(config.s3()),
            config.s3().derivedBucket(),
            pipelineVersion),
        progress(config.database()),
        deadLetters(config.kafka()));
  }

  private static KafkaSource<RawNotice> uploads(KafkaSettings kafka) {
    return KafkaSource.<RawNotice>builder()
        .setProperties(kafka.clientProperties())
        .setBootstrapServers(kafka.bootstrapServers())
        .setTopics(kafka.uploadsTopic())
        .setGroupId(kafka.groupId())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new RawNoticeDeserializer())
        .build();
  }

  /**
   * Each update at once: they are few. Batches by time would be written by a thread of the connector's own, which no cancellation
   * of the task would reach while the database is away.
   */
  private static Sink<ProgressUpdate> progress(DatabaseSettings database) {
    return JdbcSink.<ProgressUpdate>builder()
        .withQueryStatement(ProgressStatement.SQL, ProgressStatement::bind)
        .withExecutionOptions(JdbcExecutionOptions.builder()
            .withBatchIntervalMs(0)
            .withBatchSize(1)
            .withMaxRetries(PROGRESS_RETRIES)
            .build())
        .buildAtLeastOnce(new ProgressConnections(database));
  }

  private static Sink<DeadLetter> deadLetters(KafkaSettings kafka) {
    return KafkaSink.<DeadLetter>builder()
        .setKafkaProducerConfig(kafka.clientProperties())
        .setBootstrapServers(kafka.bootstrapServers())
        .setRecordSerializer(new DeadLetterSerializer(kafka.deadLettersTopic()))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(kafka.groupId() + "-dead-letters")
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            Long.toString(TRANSACTION_TIMEOUT.toMillis()))
        .build();
  }
}
