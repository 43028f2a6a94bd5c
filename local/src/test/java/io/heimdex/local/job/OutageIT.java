package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heimdex.local.TestStack;
import io.heimdex.local.TopicReader;
import io.heimdex.local.postgres.EmbeddedPostgresServer;
import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import io.heimdex.local.process.FreePorts;
import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3 and PostgreSQL go away in the middle of work, for longer than any request is tried again, and come back. */
class OutageIT {
  /** FFmpeg and the AWS SDK give up within less. */
  private static final Duration OUTAGE = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int VIDEOS = 3;
  private static final int SHOTS = 8;

  @TempDir
  private static Path folder;

  private static EmbeddedPostgresSettings postgresSettings;
  private static EmbeddedPostgresServer postgres;
  private static S3Server s3;
  private static S3Settings s3Settings;
  private static JobStack job;

  private final List<String> ids = new ArrayList<>();

  @BeforeAll
  static void startTheStack() throws Exception {
    postgresSettings = new EmbeddedPostgresSettings(
        folder.resolve("postgres"),
        EmbeddedPostgresSettings.defaultCache(),
        FreePorts.find(1).port(0),
        UUID.randomUUID().toString(),
        true);
    postgres = EmbeddedPostgresServer.start(postgresSettings);
    s3 = S3Server.start(Files.createDirectory(folder.resolve("objects")));
    s3Settings = s3.settings();
    job = new JobStack(TestStack.options(folder.resolve("home"))
        .withDatabase(postgres.database())
        .withCheckpointInterval(Duration.ofSeconds(1))
        .withJobOption("heimdex.s3.endpoint", s3Settings.endpoint())
        .withJobOption("heimdex.s3.access-key", s3Settings.accessKey())
        .withJobOption("heimdex.s3.secret-key", s3Settings.secretKey())
        .withJobOption("heimdex.s3.upload-buckets", S3Server.BUCKET)
        .withJobOption("heimdex.s3.derived-bucket", S3Server.BUCKET)
        .withJobOption("heimdex.plan.segment-duration", "5s")
        // One attempt that counts would be the last.
        .withJobOption("heimdex.detect.max-attempts", "1"));
  }

  @AfterAll
  static void stopTheStack() throws Exception {
    job.close();
    s3.close();
    postgres.close();
  }

  @Test
  void workGoesOnByItselfWhenS3IsBack() throws Exception {
    // Given
    sendVideos();
    awaitDecoding();

    // When
    s3.close();
    await()
        .atMost(PATIENCE)
        .pollDelay(OUTAGE)
        .untilAsserted(() -> assertThat(
                job.rows("SELECT * FROM decode_attempts WHERE begun > 1 OR faults > 0"))
            .isEmpty());
    s3 = S3Server.start(folder.resolve("objects"), port(s3Settings));

    // Then
    assertComplete();
  }

  @Test
  void workGoesOnByItselfWhenPostgresIsBack() throws Exception {
    // Given
    sendVideos();
    awaitDecoding();

    // When
    postgres.close();
    await().atMost(PATIENCE).pollDelay(OUTAGE).until(() -> true);
    postgres = EmbeddedPostgresServer.start(postgresSettings);

    // Then
    assertComplete();
  }

  private void sendVideos() throws Exception {
    Path file = folder.resolve(UUID.randomUUID() + ".mp4");
    SyntheticVideo.Builder video = SyntheticVideo.builder().size(320, 180).framesPerSecond(25);
    for (int shot = 0; shot < SHOTS; shot++) {
      video.shot(125, shot);
    }
    video.build().write(file);
    byte[] bytes = Files.readAllBytes(file);
    try (ObjectStore store = new S3ObjectStoreFactory(s3Settings).open()) {
      for (int i = 0; i < VIDEOS; i++) {
        String id = UUID.randomUUID().toString();
        String key = "videos/" + JobStack.OWNER + "/" + id + ".mp4";
        store.putIfAbsent(S3Server.BUCKET, key, bytes, "video/mp4");
        job.send("""
            {"type": "heimdex.upload.v1", "bucket": "%s", "event_time": "2026-11-22T10:00:00Z", "key": "%s"}
            """.formatted(S3Server.BUCKET, key));
        ids.add(id);
      }
    }
  }

  private static void awaitDecoding() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> !job.rows("SELECT * FROM decode_attempts WHERE segment >= 0").isEmpty());
  }

  private void assertComplete() throws Exception {
    String mine = " WHERE video_id IN ('" + String.join("', '", ids) + "')";
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(job.rows("SELECT state, error_code, scene_count, count(*) FROM videos"
                    + mine + " GROUP BY 1, 2, 3"))
                .containsExactly("indexed - " + SHOTS + " " + VIDEOS));
    TreeSet<String> keys = new TreeSet<>(job.rows("SELECT thumbnail_key FROM scenes"));
    keys.addAll(job.rows("SELECT sidecar_key FROM scenes"));
    try (ObjectStore store = new S3ObjectStoreFactory(s3Settings).open()) {
      TreeSet<String> objects = new TreeSet<>(store.list(S3Server.BUCKET, "thumbnails/"));
      objects.addAll(store.list(S3Server.BUCKET, "sidecars/"));
      assertThat(objects).isEqualTo(keys);
    }
    assertThat(job.rows("SELECT * FROM decode_attempts")).isEmpty();
    assertThat(JobRest.of(job).restarts()).isZero();
    try (TopicReader letters = new TopicReader(
        job.addresses().kafkaBootstrapServers(), job.addresses().deadLettersTopic())) {
      assertThat(letters.read(0)).isEmpty();
    }
  }

  private static int port(S3Settings settings) {
    return URI.create(String.valueOf(settings.endpoint())).getPort();
  }
}
