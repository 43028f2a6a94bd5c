package io.heimdex.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.schema.NoticeKind;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UploadChecksTest {
  private final UploadChecks checks = new UploadChecks();
  private final FedVideo video = new FedVideo(Content.of(0, Path.of("a.mp4")));

  @Test
  void theFirstScenesOfAFileAreWhatAllOthersOfItMustBe() {
    // When
    checks.check(video, upload(0, "g1"), "3 scenes, x");
    checks.check(video, upload(0, "g2"), "3 scenes, x");
    checks.check(video, upload(1, "g3"), "6 scenes, z");
    checks.check(video, upload(0, "g4"), "6 scenes, y");

    // Then
    assertThat(checks.count()).isEqualTo(4);
    assertThat(checks.wrong())
        .singleElement()
        .asString()
        .contains("g4", "6 scenes, y instead of 3 scenes, x");
  }

  @Test
  void anUploadIsLookedAtOnce() {
    // Given
    FedVideo.Upload upload = upload(0, "g1");

    // When
    checks.check(video, upload, "3 scenes, x");

    // Then
    assertThat(checks.isDone(upload)).isTrue();
    assertThat(checks.isDone(upload(0, "g2"))).isFalse();
  }

  private static FedVideo.Upload upload(int index, String generation) {
    HeimdexNotification notification = new HeimdexNotification(
        NoticeKind.UPLOADED,
        null,
        null,
        "bucket",
        "key",
        null,
        generation,
        null,
        1,
        Instant.EPOCH,
        null,
        null);
    return new FedVideo.Upload(Content.of(index, Path.of("a.mp4")), generation, notification);
  }
}
