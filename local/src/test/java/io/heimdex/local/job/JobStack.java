package io.heimdex.local.job;

import io.heimdex.local.TestStack;
import io.heimdex.local.bench.CheckpointBench;
import io.heimdex.local.bench.CheckpointBenchOptions;
import io.heimdex.local.bench.CheckpointBenchReport;
import io.heimdex.local.chaos.PublishedState;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.index.IndexListener;
import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.index.VideoReport;
import io.heimdex.local.index.VideoTexts;
import io.heimdex.local.stack.Stack;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackOptions;
import io.heimdex.local.torture.Torture;
import io.heimdex.local.torture.TortureOptions;
import io.heimdex.local.torture.TortureReport;
import io.heimdex.operators.storage.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import software.amazon.awssdk.services.s3.S3Client;

/** A stack with the job, and what a test does with it. Videos belong to {@link #OWNER}, so that two stacks give them the same ids. */
final class JobStack implements AutoCloseable {
  static final String OWNER = "0d3c6f3e-30f5-4b59-9a3c-0c5ff0b5a111";

  private final Stack stack;
  private final S3Client s3;

  JobStack(StackOptions options) throws IOException {
    stack = Stack.start(options, line -> {});
    s3 = TestStack.s3(stack.addresses());
  }

  Stack stack() {
    return stack;
  }

  StackAddresses addresses() {
    return stack.addresses();
  }

  S3Client s3() {
    return s3;
  }

  /** Indexes files as the command line does. @return a report for each, by file */
  Map<Path, VideoReport> index(List<Path> files) throws Exception {
    return index(files, VideoTexts.NONE);
  }

  private Map<Path, VideoReport> index(List<Path> files, VideoTexts texts) throws Exception {
    Map<Path, VideoReport> reports = new LinkedHashMap<>();
    IndexListener listener = new IndexListener() {
      @Override
      public void sent(Path file, long bytes) {}

      @Override
      public void done(VideoReport report) {
        reports.put(Path.of(report.file()), report);
      }
    };
    try (VideoIndexer indexer = new VideoIndexer(target(), texts)) {
      indexer.index(files, listener);
    }
    return reports;
  }

  VideoReport index(Path file) throws Exception {
    return index(file, VideoTexts.NONE);
  }

  VideoReport index(Path file, VideoTexts texts) throws Exception {
    return index(List.of(file), texts).get(file);
  }

  /** Runs broken videos through the job. */
  TortureReport torture(TortureOptions options) throws Exception {
    JobRest rest = JobRest.of(this);
    try (VideoIndexer indexer = new VideoIndexer(target())) {
      return new Torture(options, (done, counts) -> {}).run(indexer, rest.client(), rest.job());
    }
  }

  /** Indexes a long video through a kill of one of the TaskManagers, which are processes. */
  CheckpointBenchReport measureCheckpoints(CheckpointBenchOptions options) throws Exception {
    try (VideoIndexer indexer = new VideoIndexer(target())) {
      ProcessFlink flink = (ProcessFlink) stack.flink().orElseThrow();
      return new CheckpointBench(options, flink, JobRest.of(this).job(), line -> {}).run(indexer);
    }
  }

  /** Sends a message to the topic of uploads. @return where it stands there, as a dead letter writes it */
  String send(String message) throws Exception {
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", addresses().kafkaBootstrapServers()),
        new StringSerializer(),
        new StringSerializer())) {
      RecordMetadata sent = producer
          .send(new ProducerRecord<>(addresses().uploadsTopic(), message))
          .get();
      return "\"partition\":" + sent.partition() + ",\"offset\":" + sent.offset() + ",";
    }
  }

  /** Rows of a statement, columns joined by blanks; null is {@code -}. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(Objects.requireNonNullElse(result.getString(i), "-"));
        }
        rows.add(String.join(" ", columns));
      }
      return rows;
    }
  }

  Connection connect() throws SQLException {
    StackAddresses addresses = addresses();
    return DriverManager.getConnection(
        addresses.jdbcUrl(), addresses.databaseUser(), addresses.databasePassword());
  }

  /** Everything that the job has written for good. */
  PublishedState published() throws SQLException, IOException {
    return PublishedState.read(addresses());
  }

  /** Keys of all derived objects. */
  List<String> objectKeys() throws IOException {
    try (S3ObjectStore store = new S3ObjectStore(addresses().s3())) {
      return store.list(addresses().derivedBucket(), "");
    }
  }

  @Override
  public void close() {
    s3.close();
    stack.close();
  }

  private VideoIndexer.Target target() {
    StackAddresses addresses = addresses();
    return new VideoIndexer.Target(
        s3,
        addresses.uploadsBucket(),
        addresses.kafkaBootstrapServers(),
        addresses.uploadsTopic(),
        addresses.database(),
        OWNER,
        Objects.requireNonNull(addresses.pipelineVersion()));
  }
}
