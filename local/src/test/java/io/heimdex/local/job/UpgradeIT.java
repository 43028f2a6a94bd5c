package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestStack;
import io.heimdex.local.kafka.EmbeddedKafka;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The savepoints of earlier versions, each taken in the middle of work, go on with this one. docs/upgrades.md says how a release
 * adds its own.
 */
class UpgradeIT {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "savepoints");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private static Path folder;

  static List<Path> fixtures() throws Exception {
    // Given -Dheimdex.write-savepoint=VERSION, that of the job as it is is written first.
    String version = System.getProperty("heimdex.write-savepoint");
    if (version != null) {
      new UpgradeFixtureMaker(folder).make().pack(FIXTURES.resolve(version + ".zip"));
    }
    try (Stream<Path> files = Files.list(FIXTURES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void whatAnEarlierVersionHadBegunIsFinished(Path zip) throws Exception {
    // Given
    Path home = folder.resolve("restored-" + zip.getFileName());
    UpgradeFixture fixture = UpgradeFixture.unpack(zip, home.resolve("fixture"));
    try (JobStack job =
        new JobStack(TestStack.options(home).withCheckpointInterval(Duration.ofSeconds(1)))) {
      job.stack().cancelJob();
      insert(job, fixture.rows());
      put(job, fixture, job.addresses().uploadsBucket());
      put(job, fixture, job.addresses().derivedBucket());
      forgetNotifications(job);
      send(job, fixture.messages());

      // When
      job.stack().startJob(fixture.savepoint().toUri().toString());

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(job.rows("SELECT DISTINCT state FROM videos")).containsExactly("indexed"));
      assertThat(
              new TreeSet<>(job.rows("SELECT video_id, scene_index, start_s, end_s FROM scenes")))
          .isEqualTo(new TreeSet<>(fixture.scenes()));
      await().atMost(PATIENCE).untilAsserted(() -> Published.assertInvariants(job));
      assertThat(JobRest.of(job).restarts()).isZero();

      // When
      Path next = folder.resolve("next.mp4");
      SyntheticVideo.builder().size(160, 90).shot(40, 1).shot(40, 2).write(next);

      // Then
      assertThat(job.index(next).scenes()).hasSize(2);
    }
  }

  /** Uploads notify: with their new offsets, and to be indexed as this version would. */
  private static void forgetNotifications(JobStack job) throws Exception {
    String topic = job.addresses().uploadsTopic();
    try (Admin admin = Admin.create(
        Map.<String, Object>of("bootstrap.servers", job.addresses().kafkaBootstrapServers()))) {
      int partitions = admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .size();
      admin.deleteTopics(List.of(topic)).all().get();
      await().atMost(PATIENCE).until(() -> !admin.listTopics().names().get().contains(topic));
      EmbeddedKafka.createTopics(
          job.addresses().kafkaBootstrapServers(), Map.of(topic, partitions));
    }
  }

  /** Columns that have come since keep their defaults. */
  private static void insert(JobStack job, List<UpgradeFixture.Row> rows) throws Exception {
    try (Connection connection = job.connect()) {
      for (UpgradeFixture.Row row : rows) {
        List<String> writable = job.rows("""
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = '%s' AND is_generated = 'NEVER' AND is_identity = 'NO'
            """.formatted(row.table()));
        String columns =
            writable.stream().filter(row.columns()::containsKey).collect(Collectors.joining(", "));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + row.table()
            + " (" + columns + ") SELECT " + columns + " FROM json_populate_record(null::"
            + row.table() + ", ?::json)")) {
          insert.setString(1, JSON.writeValueAsString(row.columns()));
          insert.executeUpdate();
        }
      }
    }
  }

  /** To the offsets that the savepoint knows. */
  private static void send(JobStack job, List<UpgradeFixture.Message> messages) throws Exception {
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", job.addresses().kafkaBootstrapServers()),
        new StringSerializer(),
        new StringSerializer())) {
      for (UpgradeFixture.Message message : messages) {
        producer
            .send(new ProducerRecord<>(
                job.addresses().uploadsTopic(),
                message.partition(),
                message.key(),
                message.value()))
            .get();
      }
    }
  }

  private static void put(JobStack job, UpgradeFixture fixture, String bucket) throws IOException {
    Path root = fixture.objects(bucket);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = root.relativize(file).toString();
        job.s3().putObject(put -> put.bucket(bucket).key(key), file);
      }
    }
  }
}
