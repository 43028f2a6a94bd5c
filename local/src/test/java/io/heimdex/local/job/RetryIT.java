package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestStack;
import io.heimdex.local.TopicReader;
import io.heimdex.local.cli.CommandProcess;
import io.heimdex.local.cli.CommandProcess.Run;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./heimdex retry} against a stack, as a process of its own. */
class RetryIT {
  /** What is put there is told to nobody. */
  private static final String SILENT_BUCKET = "heimdex-derived";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private static Path folder;

  private static JobStack job;

  private final String videoId = UUID.randomUUID().toString();
  private final String key = "videos/" + JobStack.OWNER + "/" + videoId + ".avi";

  @BeforeAll
  static void startTheStack() throws IOException {
    job = new JobStack(TestStack.options(folder.resolve("home"))
        .withCheckpointInterval(Duration.ofSeconds(1))
        .withJobOption("heimdex.probe.object-wait", "1s")
        .withJobOption("heimdex.s3.upload-buckets", "heimdex-uploads;" + SILENT_BUCKET));
  }

  @AfterAll
  static void stopTheStack() {
    job.close();
  }

  @Test
  void aVideoWhoseCauseIsMendedIsIndexedOnceItIsSentAgain() throws Exception {
    // Given
    String notification = """
        {"type": "heimdex.upload.v1", "bucket": "%s", "event_time": "2026-11-22T10:00:00Z", "key": "%s"}
        """.formatted(SILENT_BUCKET, key);
    job.send(notification);
    awaitVideo("failed OBJECT_NOT_FOUND");
    assertThat(letter().get("notification").asText()).isEqualTo(notification);
    assertThat(letter().get("retry").asText()).contains("heimdex.reprocess.v1", videoId);

    // When: nothing is sent yet
    Run dry = heimdex("retry", "--code", "OBJECT_NOT_FOUND", "--dry-run", "--json");

    // Then
    assertThat(dry.exit()).isZero();
    assertThat(new ObjectMapper().readTree(dry.out()))
        .isEqualTo(new ObjectMapper().readTree("""
        {"video_id": "%s", "error_code": "OBJECT_NOT_FOUND", "sent": false, "error": %s}
        """.formatted(videoId, letter().get("detail"))));
    assertThat(dry.err()).contains("1 videos would be sent again");

    // When: the object appears, of which nobody tells
    Path file = folder.resolve("late.avi");
    SyntheticVideo.builder().size(160, 90).shot(25, 1).shot(25, 2).build().write(file);
    job.s3().putObject(put -> put.bucket(SILENT_BUCKET).key(key), file);
    Run sent = heimdex("retry", videoId);

    // Then
    assertThat(sent.exit()).as(sent.err()).isZero();
    assertThat(sent.out()).contains(videoId, "OBJECT_NOT_FOUND");
    awaitVideo("indexed -");
    assertThat(job.rows("SELECT count(*) FROM scenes WHERE video_id = '" + videoId + "'"))
        .containsExactly("2");
  }

  @Test
  void whatCanNotBeSentAgainIsNamedAndNothingIsSent() throws Exception {
    Run unknownVideo = heimdex("retry", videoId);
    assertThat(unknownVideo.exit()).isEqualTo(1);
    assertThat(unknownVideo.err()).contains("No such video has failed: " + videoId);

    Run unknownCode = heimdex("retry", "--code", "BAD_LUCK");
    assertThat(unknownCode.exit()).isEqualTo(2);
    assertThat(unknownCode.err()).contains("BAD_LUCK", "NOT_A_VIDEO");

    Run unknownVideos = heimdex("retry", videoId, new UUID(1, 2).toString());
    assertThat(unknownVideos.err()).contains(videoId, new UUID(1, 2).toString());

    Run noCode = heimdex("retry", "--code", "NO_FRAMES,DECODER_STUCK", "--json");
    assertThat(noCode.exit()).isZero();
    assertThat(noCode.out()).isEmpty();
  }

  private static Run heimdex(String... arguments) throws Exception {
    return new CommandProcess(folder.resolve("home")).run(arguments);
  }

  private void awaitVideo(String expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(
                job.rows("SELECT state, error_code FROM videos WHERE video_id = '" + videoId + "'"))
            .containsExactly(expected));
  }

  /** The only dead letter. */
  private static JsonNode letter() throws Exception {
    try (TopicReader letters = new TopicReader(
        job.addresses().kafkaBootstrapServers(), job.addresses().deadLettersTopic())) {
      return new ObjectMapper().readTree(letters.read(1).get(0));
    }
  }
}
