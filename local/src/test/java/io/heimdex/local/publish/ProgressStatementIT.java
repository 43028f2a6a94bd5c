package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressStatementIT {
  @RegisterExtension
  private static final Servers servers = Servers.start();

  private static final Tables tables = servers.tables();

  private final String id = Videos.newId();

  /** Each step is a verb, a generation and a revision; the outcome state, generation, work generation, revision, error. */
  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource({
    "validate a 1,                                      validating - a 1 -",
    "process a 1,                                       processing - a 1 -",
    "fail a 1,                                          failed - a 1 NO_FRAMES",
    // The same revision moves forward only.
    "validate a 1; process a 1,                         processing - a 1 -",
    "process a 1; validate a 1,                         processing - a 1 -",
    "process a 1; fail a 1,                             failed - a 1 NO_FRAMES",
    "fail a 1; validate a 1; process a 1,               failed - a 1 NO_FRAMES",
    "publish a 1; validate a 1; process a 1,            indexed a a 1 -",
    "publish a 1; fail a 1,                             indexed a a 1 -",
    "delete x 1; process a 1; fail a 1,                 deleted - - 1 -",
    // An older revision changes nothing.
    "validate b 2; process a 1; fail a 1,               validating - b 2 -",
    "publish b 2; process a 1; fail a 1,                indexed b b 2 -",
    "delete x 2; process a 1; fail a 1,                 deleted - - 2 -",
    // Unless it is the same work, whose notifications came in another order after a crash.
    "validate a 2; process a 1,                         processing - a 2 -",
    "process a 2; validate a 1,                         processing - a 2 -",
    "validate a 2; fail a 1,                            failed - a 2 NO_FRAMES",
    "publish a 2; process a 1; fail a 1,                indexed a a 2 -",
    // A newer revision begins anew; a live index stays until the swap.
    "process a 1; validate b 2,                         validating - b 2 -",
    "fail a 1; validate b 2,                            validating - b 2 -",
    "publish a 1; validate b 2,                         indexed a b 2 -",
    "publish a 1; validate b 2; process b 2,            indexed a b 2 -",
    "publish a 1; validate b 2; publish b 2,            indexed b b 2 -",
    "publish a 1; process b 2; process c 3,             indexed a c 3 -",
    "delete x 1; validate a 2,                          validating - a 2 -",
    // A failure shows also over a live index of another generation, and what comes after it clears
    // it.
    "publish a 1; fail b 2,                             failed a b 2 NO_FRAMES",
    "publish a 1; validate b 2; fail b 2,               failed a b 2 NO_FRAMES",
    "publish a 1; fail b 2; process b 2,                failed a b 2 NO_FRAMES",
    "publish a 1; fail b 2; validate c 3,               validating a c 3 -",
    "publish a 1; fail b 2; validate a 3; publish a 3,  indexed a a 3 -",
    "fail a 1; publish a 2,                             indexed a a 2 -",
    // Work on the generation that is live changes nothing but the revision.
    "publish a 1; validate a 2,                         indexed a a 2 -",
    "publish a 1; validate a 2; process a 2,            indexed a a 2 -",
    "publish a 1; validate a 2; fail a 2,               indexed a a 2 -",
    "publish a 1; fail a 2,                             indexed a a 2 -",
    "publish a 1; validate a 2; publish a 2,            indexed a a 2 -"
  })
  void keepsToTheRules(String steps, String outcome) throws Exception {
    // When
    for (String step : steps.split("; ")) {
      take(step);
      take(step);
    }

    // Then
    assertThat(tables.rows(
            "select state, generation, work_generation, revision, error_code from videos where video_id = ?",
            id))
        .containsExactly(outcome);
  }

  private void take(String step) throws Exception {
    String[] words = step.split(" ");
    VideoRef video = video(id, words[1], Long.parseLong(words[2]));
    switch (words[0]) {
      case "validate" -> Progress.write(tables, Progress.of(video, VideoState.VALIDATING));
      case "process" -> Progress.write(tables, Progress.of(video, VideoState.PROCESSING));
      case "fail" -> Progress.write(tables, Progress.of(video, VideoState.FAILED));
      case "publish" -> servers.commit(servers.s3(), Videos.publish(video, 1));
      case "delete" -> servers.commit(servers.s3(), Videos.delete(video));
      default -> throw new IllegalArgumentException(step);
    }
  }

  @Test
  void describesTheVideo() throws Exception {
    // Given
    VideoRef video = video(id, "a", 1);
    Progress.write(tables, Progress.of(video, VideoState.VALIDATING));
    assertThat(description())
        .containsExactly(
            video.ownerId() + " uploads " + video.key() + " application/octet-stream 1234 - - -");

    // When
    Progress.write(tables, Progress.of(video, VideoState.PROCESSING));

    // Then
    assertThat(description())
        .containsExactly(video.ownerId() + " uploads " + video.key() + " video/mp4 1234 6.000 - -");
  }

  @Test
  void keepsWhatTheProbeFoundWhenItFailsLater() throws Exception {
    // Given
    VideoRef video = video(id, "a", 1);
    Progress.write(tables, Progress.of(video, VideoState.PROCESSING));

    // When
    Progress.write(tables, Progress.of(video, VideoState.FAILED));

    // Then
    assertThat(description())
        .containsExactly(video.ownerId() + " uploads " + video.key()
            + " video/mp4 1234 6.000 NO_FRAMES Not one frame can be decoded");
  }

  @Test
  void describesWhatIsLiveUntilTheSwap() throws Exception {
    // Given
    take("publish a 1");
    List<String> live = description();
    VideoInfo other = new VideoInfo(
        "matroska", "vp9", "video/webm", 0, 1, 1, 0, 1, 0, 0, 99_000_000, 9999, false, true, false);

    // When
    Progress.write(
        tables, new ProgressUpdate(video(id, "b", 2), VideoState.PROCESSING, other, null));

    // Then
    assertThat(description()).isEqualTo(live);
  }

  @Test
  void takesTextsAndTimesThatPostgresWouldRefuse() throws Exception {
    // Given
    VideoRef odd = Videos.withOddTexts(video(id, "a", 1));
    VideoInfo endless = new VideoInfo(
        "x",
        "y",
        "video/x" + "x".repeat(300),
        0,
        1,
        1,
        0,
        1,
        0,
        0,
        Long.MAX_VALUE,
        -1,
        false,
        false,
        false);
    Failure failure = new Failure(FailureCode.NOT_A_VIDEO, "probe", "\0" + "😀".repeat(10_000));

    // When
    Progress.write(tables, new ProgressUpdate(odd, VideoState.FAILED, endless, failure));

    // Then
    assertThat(tables.rows(
            "select length(storage_bucket), length(storage_key), length(mime_type), size_bytes, duration_s, "
                + "error_code, length(error_text) from videos where video_id = ?",
            id))
        .containsExactly("63 512 127 0 - NOT_A_VIDEO 4000");
  }

  @ParameterizedTest
  @EnumSource(
      value = VideoState.class,
      names = {"UPLOADING", "INDEXED", "DELETED"})
  void refusesStatesThatAreNotProgress(VideoState state) {
    ProgressUpdate update = new ProgressUpdate(video(id, "a", 1), state, null, null);

    assertThatThrownBy(() -> Progress.write(tables, update))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(state.name())
        .hasMessageContaining("expected VALIDATING, PROCESSING or FAILED");
  }

  private List<String> description() throws Exception {
    return tables.rows(
        "select user_id, storage_bucket, storage_key, mime_type, size_bytes, duration_s, error_code, error_text "
            + "from videos where video_id = ?",
        id);
  }
}
