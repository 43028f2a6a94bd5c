package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.media.FeatureKind;
import io.heimdex.schema.Damage;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoWarning;
import io.heimdex.schema.WarningCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoWarningsTest {
  @Test
  void areNoneOfASoundVideo() {
    assertThat(warnings(1_400_000, 10_000_000, Damage.NONE, 1_400_000, 10_000_000))
        .isEmpty();
  }

  @Test
  void areNoneWhereTheContainerTellsNoTime() {
    assertThat(warnings(0, -1, Damage.NONE, 0, 10_000_000)).isEmpty();
  }

  @Test
  void leaveSoundThatGoesOnForALittleAlone() {
    assertThat(warnings(0, 10_900_000, Damage.NONE, 0, 10_000_000)).isEmpty();
    assertThat(warnings(0, 101_900_000, Damage.NONE, 0, 100_000_000)).isEmpty();
  }

  @Test
  void tellOfDamageByTheTimeFromTheFirstFrame() {
    assertThat(warnings(1_400_000, 10_000_000, new Damage(3, 3_400_000), 1_400_000, 10_000_000))
        .containsExactly(new VideoWarning(
            WarningCode.DAMAGED, "3 packets or pictures are damaged, the first at 2.000 s"));
  }

  @Test
  void tellOfAMissingEnd() {
    assertThat(warnings(0, 30_000_000, Damage.NONE, 0, 12_000_000))
        .containsExactly(new VideoWarning(
            WarningCode.ENDS_EARLY,
            "The pictures end at 12.000 s; expected 30.000 s, as the container tells"));
  }

  @Test
  void tellOfAMissingStartOnly() {
    assertThat(warnings(5_000_000, 30_000_000, Damage.NONE, 7_000_000, 28_000_000))
        .containsExactly(new VideoWarning(
            WarningCode.STARTS_LATE, "The pictures of the first 2.000 s can't be decoded"));
  }

  /** Of a video of one frame. */
  private static List<VideoWarning> warnings(
      long toldStart, long toldDuration, Damage damage, long start, long duration) {
    VideoInfo info = new VideoInfo(
        "mpegts",
        "h264",
        "video/mp2t",
        0,
        1,
        1,
        0,
        1,
        25,
        toldStart,
        toldDuration,
        1,
        true,
        false,
        false);
    SceneBuilder builder = new SceneBuilder(new ThresholdDetector(0), SceneLimits.DEFAULT, 25);
    builder.accept(
        new long[] {start}, new byte[FeatureKind.CONTENT.bytes()], List.of(), start + duration);
    builder.finish();
    return VideoWarnings.of(info, damage, builder);
  }
}
