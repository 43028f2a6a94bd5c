package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestStack;
import io.heimdex.local.TopicReader;
import io.heimdex.local.chaos.PublishedState;
import io.heimdex.local.index.VideoReport;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.VideoWarning;
import io.heimdex.schema.WarningCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

class SceneIndexJobIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir
  private static Path folder;

  private static JobStack job;

  @BeforeAll
  static void startTheStack() throws IOException {
    job = new JobStack(TestStack.options(folder.resolve("home"))
        .withCheckpointInterval(Duration.ofSeconds(1))
        .withJobOption("heimdex.probe.object-wait", "2s")
        .withJobOption("heimdex.janitor.interval", "1s"));
  }

  @AfterAll
  static void stopTheStack() {
    job.close();
  }

  @AfterEach
  void everythingIsConsistent() throws Exception {
    Published.assertInvariants(job);
  }

  @Test
  void aVideoBecomesScenesWithItsCutsThumbnailsSidecarsAndVectors() throws Exception {
    // Given
    SyntheticVideo video = threeShots(11).sound(true).build();
    Path file = write("three-shots.mp4", video);

    // When
    VideoReport report = job.index(file);

    // Then
    assertThat(report.state()).isEqualTo("indexed");
    assertThat(report.warnings()).isEmpty();
    List<Double> starts = new ArrayList<>(List.of(0.0));
    video.cutFrames().forEach(frame -> starts.add(video.frameMicros(frame) / 1e6));
    assertThat(report.scenes())
        .extracting(VideoReport.Scene::startS)
        .containsExactlyElementsOf(starts);
    assertThat(report.durationS())
        .isCloseTo(video.frameMicros(video.frameCount()) / 1e6, within(0.001));
    for (VideoReport.Scene scene : report.scenes()) {
      assertThat(scene.imageVecDims()).isEqualTo(1152);
      RgbImage thumbnail = ImageCodec.decode(object(scene.thumbnailKey()));
      assertThat(List.of(thumbnail.width(), thumbnail.height())).isEqualTo(List.of(320, 180));
      JsonNode sidecar = new ObjectMapper().readTree(object(scene.sidecarKey()));
      assertThat(sidecar.get("scene_id").asText()).isEqualTo(scene.sceneId());
    }
  }

  @Test
  void aVideoThatLostItsEndIsIndexedAsFarAsItGoesAndTheRowSaysSo() throws Exception {
    // Given
    Path file =
        write("cut-off.mkv", SyntheticVideo.builder().shot(60, 13).shot(60, 14).build());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    // When
    VideoReport report = job.index(file);

    // Then
    assertThat(report.state()).isEqualTo("indexed");
    assertThat(report.warnings()).extracting(VideoWarning::code).contains(WarningCode.ENDS_EARLY);
    assertThat(report.durationS()).isBetween(1.0, 3.8);
  }

  @Test
  void theSameFileAgainIsTheSameGenerationAndNotOneNewRowOrObject() throws Exception {
    // Given
    Path file = write("again.mp4", threeShots(21).build());
    VideoReport first = job.index(file);
    PublishedState before = job.published();
    String created = times(first.videoId());

    // When
    VideoReport second = job.index(file);

    // Then
    assertThat(second.generation()).isEqualTo(first.generation());
    assertThat(second.scenes()).isEqualTo(first.scenes());
    assertThat(job.published()).isEqualTo(before);
    assertThat(times(first.videoId())).as("rows were not written again").isEqualTo(created);
  }

  @Test
  void aPutByTheSdkAloneGetsTheVideoIndexedAndADeleteRemovesIt() throws Exception {
    // Given
    Path file = write("put.mp4", threeShots(31).build());
    String videoId = UUID.randomUUID().toString();
    String key = "videos/" + JobStack.OWNER + "/" + videoId + ".mp4";

    // When
    job.s3().putObject(put -> put.bucket(job.addresses().uploadsBucket()).key(key), file);

    // Then
    awaitVideo(videoId, "indexed - 3");

    // When
    job.s3()
        .deleteObject(delete -> delete.bucket(job.addresses().uploadsBucket()).key(key));

    // Then
    awaitVideo(videoId, "deleted - -");
    assertThat(job.rows("SELECT * FROM scenes WHERE video_id = '" + videoId + "'"))
        .isEmpty();
    await()
        .atMost(PATIENCE)
        .until(() -> job.objectKeys().stream().noneMatch(name -> name.contains(videoId)));
  }

  @Test
  void newContentUnderTheSameKeyReplacesRowsAndObjects() throws Exception {
    // Given
    String videoId = UUID.randomUUID().toString();
    String key = "videos/" + JobStack.OWNER + "/" + videoId + ".mp4";
    Path old = write("old.mp4", threeShots(41).build());
    job.s3().putObject(put -> put.bucket(job.addresses().uploadsBucket()).key(key), old);
    awaitVideo(videoId, "indexed - 3");

    // When
    Path changed = write("changed.mp4", threeShots(42).shot(40, 99).build());
    job.s3().putObject(put -> put.bucket(job.addresses().uploadsBucket()).key(key), changed);

    // Then
    awaitVideo(videoId, "indexed - 4");
    await()
        .atMost(PATIENCE)
        .until(() ->
            job.objectKeys().stream().filter(name -> name.contains(videoId)).count() == 8);
  }

  @Test
  void theJobRemovesByItselfWhatACrashLeftBehind() throws Exception {
    // Given
    VideoReport report = job.index(write("left-over.mp4", threeShots(45).build()));
    PublishedState published = job.published();
    String generation = "0".repeat(32);
    String leftOver =
        "thumbnails/" + report.videoId() + "/" + generation + "/" + UUID.randomUUID() + ".webp";
    job.s3()
        .putObject(
            put -> put.bucket(job.addresses().derivedBucket()).key(leftOver),
            RequestBody.fromString("left over"));
    try (Connection connection = job.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("""
          INSERT INTO scene_staging (batch_id, video_id, generation, scene_index, scene_id, start_s, end_s, revision)
          VALUES (gen_random_uuid(), '%s', '%s', 0, gen_random_uuid(), 0, 1, 1)
          """.formatted(report.videoId(), generation));
    }

    // Then
    await()
        .atMost(PATIENCE)
        .until(() -> job.rows("SELECT * FROM scene_staging").isEmpty()
            && !job.objectKeys().contains(leftOver));
    assertThat(job.published()).isEqualTo(published);
  }

  @Test
  void aTextFileNamedLikeAVideoFailsWithACodeAndADeadLetter() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("text.mp4"), "This is no video.\n".repeat(100));

    // When
    VideoReport report = job.index(file);

    // Then
    assertThat(report.state()).isEqualTo("failed");
    assertThat(report.errorCode()).isEqualTo("NOT_A_VIDEO");
    awaitDeadLetter(report.videoId(), "NOT_A_VIDEO");
  }

  @Test
  void aBadNotificationAndAMissingObjectEndAsDeadLettersWhileTheJobRunsOn() throws Exception {
    // Given
    String videoId = UUID.randomUUID().toString();

    // When
    job.send("{\"what\": \"is this?\"}");
    job.send("""
        {"type": "heimdex.upload.v1", "bucket": "heimdex-uploads", "event_time": "2026-11-22T10:00:00Z",
         "key": "videos/%s/%s.mp4"}
        """.formatted(JobStack.OWNER, videoId));

    // Then
    awaitDeadLetter("is this?", "NOTIFICATION_UNREADABLE");
    awaitVideo(videoId, "failed OBJECT_NOT_FOUND -");
    awaitDeadLetter(videoId, "OBJECT_NOT_FOUND");
    assertThat(job.index(write("after.mp4", threeShots(51).build())).state()).isEqualTo("indexed");
    assertThat(restarts()).isZero();
  }

  @Test
  void hostileNotificationsEachBecomeDeadLettersAndNothingElse() throws Exception {
    // Given
    String bucket = job.addresses().uploadsBucket();
    VideoReport theirs = job.index(write("theirs.mp4", threeShots(81).build()));
    String videoId = UUID.randomUUID().toString();
    String key = "videos/" + JobStack.OWNER + "/" + videoId + ".mp4";
    String others = "SELECT video_id, user_id, revision FROM videos WHERE video_id <> '" + videoId
        + "' ORDER BY 1";
    List<String> before = job.rows(others);

    // When
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (HostileNotices notice : HostileNotices.all(bucket, theirs.videoId())) {
      expected.put(job.send(notice.message()), notice.codes());
    }
    expected.put(
        job.send(HostileNotices.mixed(bucket, key)),
        List.of("NOTIFICATION_INVALID", "NOTIFICATION_INVALID", "OBJECT_NOT_FOUND"));

    // Then
    awaitDeadLetters(expected);
    awaitVideo(videoId, "failed OBJECT_NOT_FOUND -");
    assertThat(job.rows(others)).isEqualTo(before);
    assertThat(job.index(write("good.mp4", threeShots(91).build())).state()).isEqualTo("indexed");
    assertThat(restarts()).isZero();
  }

  @Test
  void theReadersQueryOfTheFormerProductGivesTheFirstSceneOfEachVideo() throws Exception {
    // Given
    VideoReport report = job.index(write("reader.mp4", threeShots(61).build()));

    // When
    List<String> first = job.rows("""
            SELECT s.scene_id FROM scenes s JOIN (
              SELECT video_id, min(start_s) AS start_s FROM scenes WHERE thumbnail_key IS NOT NULL GROUP BY video_id) f
            ON f.video_id = s.video_id AND f.start_s = s.start_s WHERE s.video_id = '%s'
            """.formatted(report.videoId()));

    // Then
    assertThat(first).containsExactly(report.scenes().get(0).sceneId());
  }

  @Test
  void theNearestNeighboursOfASceneComeFromTheVectorIndex() throws Exception {
    // Given
    VideoReport report = job.index(write("neighbours.mp4", threeShots(71).build()));
    String sceneId = report.scenes().get(1).sceneId();
    String query =
        "SELECT scene_id FROM scenes ORDER BY image_vec <=> (SELECT image_vec FROM scenes WHERE scene_id = '"
            + sceneId
            + "') LIMIT 1";

    // When: so small a table is scanned unless the planner may not
    List<String> plan = new ArrayList<>();
    try (Connection connection = job.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      try (ResultSet lines = statement.executeQuery("EXPLAIN " + query)) {
        while (lines.next()) {
          plan.add(lines.getString(1));
        }
      }
    }

    // Then
    assertThat(String.join("\n", plan)).contains("Index Scan using scenes_image_vec_idx");
    assertThat(job.rows(query)).containsExactly(sceneId);
  }

  private static SyntheticVideo.Builder threeShots(long seed) {
    return SyntheticVideo.builder()
        .size(320, 180)
        .framesPerSecond(25)
        .shot(50, seed)
        .shot(35, seed + 1000)
        .shot(60, seed + 2000);
  }

  private static Path write(String name, SyntheticVideo video) throws IOException {
    Path file = folder.resolve(name);
    video.write(file);
    return file;
  }

  private static byte[] object(String key) {
    return job.s3()
        .getObjectAsBytes(get -> get.bucket(job.addresses().derivedBucket()).key(key))
        .asByteArray();
  }

  private static String times(String videoId) throws Exception {
    return job.rows("SELECT scene_id, created_at, xmin FROM scenes WHERE video_id = '" + videoId
            + "' ORDER BY 1")
        .toString();
  }

  private static void awaitVideo(String videoId, String expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(
                job.rows("SELECT state, error_code, scene_count FROM videos WHERE video_id = '"
                    + videoId + "'"))
            .containsExactly(expected));
  }

  private static void awaitDeadLetter(String part, String code) {
    try (TopicReader letters = new TopicReader(
        job.addresses().kafkaBootstrapServers(), job.addresses().deadLettersTopic())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(letters.read(1))
              .anySatisfy(letter ->
                  assertThat(letter).contains(part.replace("\"", "\\\"")).contains(code)));
    }
  }

  /** @param expected codes by where the notification stood */
  private static void awaitDeadLetters(Map<String, List<String>> expected) {
    try (TopicReader letters = new TopicReader(
        job.addresses().kafkaBootstrapServers(), job.addresses().deadLettersTopic())) {
      await().atMost(PATIENCE).untilAsserted(() -> {
        List<String> all = letters.read(1);
        expected.forEach((position, codes) -> assertThat(all)
            .filteredOn(letter -> letter.contains(position))
            .as(position)
            .extracting(
                letter -> new ObjectMapper().readTree(letter).get("code").asText())
            .containsExactlyElementsOf(codes));
      });
    }
  }

  private static long restarts() throws IOException {
    return JobRest.of(job).restarts();
  }
}
