package io.heimdex.local.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestStack;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.storage.S3ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Makes a fixture with the job as it is: a savepoint in the middle of work. One video is staged, and its committable waits for the
 * next checkpoint; one is decoded in part, and some of its scenes are stored; one waits to be decoded.
 */
final class UpgradeFixtureMaker {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int BEGUN_SHOTS = 34;

  private final Path folder;
  private final UpgradeFixture fixture;
  private final List<String> scenes = new ArrayList<>();

  UpgradeFixtureMaker(Path folder) {
    this.folder = folder;
    this.fixture = new UpgradeFixture(folder.resolve("fixture"));
  }

  UpgradeFixture make() throws Exception {
    try (JobStack job = new JobStack(TestStack.options(folder.resolve("home"))
        .withTaskManagers(0, 1)
        // Nothing is committed but what the savepoint finds.
        .withCheckpointInterval(Duration.ofHours(1))
        .withJobOption("heimdex.plan.segment-duration", "5s")
        // Work enough that the savepoint comes in the middle of it, of a small file.
        .withJobOption("heimdex.detect.keyframe-interval", "40ms"))) {
      String staged = upload(job, "staged", 3);
      await().atMost(PATIENCE).until(() -> count(job, "scene_staging") == 3);
      String begun = upload(job, "begun", BEGUN_SHOTS);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> stored(job, begun) > 0);
      upload(job, "waiting", 2);
      Path savepoint = JobRest.of(job).savepoint(fixture.folder().resolveSibling("savepoints"));
      job.stack().cancelJob();
      assertThat(count(job, "scene_staging")).as("rows staged at the savepoint").isEqualTo(3);
      assertThat(count(job, "scenes")).as("rows published before the savepoint").isZero();
      assertThat(stored(job, staged)).isEqualTo(2 * 3);
      assertThat(stored(job, begun))
          .as("objects of the video that is begun")
          .isLessThan(2 * BEGUN_SHOTS);
      keep(job, savepoint);
    }
    return fixture;
  }

  private void keep(JobStack job, Path savepoint) throws Exception {
    Files.createDirectories(fixture.folder());
    Files.move(savepoint, fixture.savepoint());
    try (S3ObjectStore store = new S3ObjectStore(job.addresses().s3())) {
      for (String bucket :
          List.of(job.addresses().uploadsBucket(), job.addresses().derivedBucket())) {
        for (String key : store.list(bucket, "")) {
          Path file = fixture.objects(bucket).resolve(key);
          Files.createDirectories(file.getParent());
          Files.write(file, store.read(bucket, key));
        }
      }
    }
    fixture.write(messages(job), rows(job), scenes);
  }

  /** Puts a video whose scenes are known, under an id that follows from its name. */
  private String upload(JobStack job, String name, int shots) throws Exception {
    SyntheticVideo.Builder builder =
        SyntheticVideo.builder().size(96, 54).framesPerSecond(25).groupOfPictures(125);
    for (int shot = 0; shot < shots; shot++) {
      builder.shot(18 + 4 * (shot % 3), name.hashCode() + 7L * shot);
    }
    Path file = folder.resolve(name + ".mp4");
    SyntheticVideo video = builder.write(file);
    String id = UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    String key = "videos/" + JobStack.OWNER + "/" + id + ".mp4";
    addScenes(id, video);
    job.s3().putObject(put -> put.bucket(job.addresses().uploadsBucket()).key(key), file);
    return id;
  }

  private void addScenes(String id, SyntheticVideo video) {
    List<Long> frames = new ArrayList<>(List.of(0L));
    frames.addAll(video.cutFrames());
    frames.add((long) video.frameCount());
    for (int i = 0; i + 1 < frames.size(); i++) {
      scenes.add("%s %d %.3f %.3f"
          .formatted(
              id,
              i,
              video.frameMicros(frames.get(i)) / 1e6,
              video.frameMicros(frames.get(i + 1)) / 1e6));
    }
  }

  private static long count(JobStack job, String table) throws Exception {
    return Long.parseLong(job.rows("SELECT count(*) FROM " + table).get(0));
  }

  private static long stored(JobStack job, String video) throws Exception {
    return job.objectKeys().stream().filter(key -> key.contains(video)).count();
  }

  private static List<UpgradeFixture.Row> rows(JobStack job) throws Exception {
    List<UpgradeFixture.Row> rows = new ArrayList<>();
    for (String table : job.rows("""
        SELECT table_name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '%schema_history'
        ORDER BY table_name <> 'videos', table_name
        """)) {
      for (String row : job.rows("SELECT row_to_json(t) FROM " + table + " t")) {
        Map<String, Object> columns = JSON.readValue(row, new TypeReference<>() {});
        rows.add(new UpgradeFixture.Row(table, columns));
      }
    }
    return rows;
  }

  private static List<UpgradeFixture.Message> messages(JobStack job) {
    List<UpgradeFixture.Message> messages = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", job.addresses().kafkaBootstrapServers()),
        new StringDeserializer(),
        new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(job.addresses().uploadsTopic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream()
          .mapToLong(Long::longValue)
          .sum();
      while (messages.size() < end) {
        for (ConsumerRecord<String, String> item : consumer.poll(Duration.ofMillis(200))) {
          messages.add(new UpgradeFixture.Message(item.partition(), item.key(), item.value()));
        }
      }
    }
    return messages;
  }
}
