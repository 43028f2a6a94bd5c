package io.heimdex.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeLimitsTest {
  private static final String MP4 = "mov,mp4,m4a,3gp,3g2,mj2";
  private static final long TWELVE_HOURS = Duration.ofHours(12).toNanos() / 1000;

  @ParameterizedTest
  @ValueSource(
      strings = {MP4, "matroska,webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "mxf"})
  void acceptsTheContainersOfVideos(String container) {
    assertThat(ProbeLimits.DEFAULTS.check(info(container, 1920, 1080, 1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mp3", "image2", "gif", "png_pipe", "hls", "concat", "h264", "tty", "ass"})
  void rejectsOtherContainers(String container) {
    assertThat(ProbeLimits.DEFAULTS.check(info(container, 1920, 1080, 1)))
        .hasValueSatisfying(failure -> {
          assertThat(failure.code()).isEqualTo(FailureCode.CONTAINER_NOT_ACCEPTED);
          assertThat(failure.detail())
              .startsWith("The container is " + container + "; expected one of ");
        });
  }

  @ParameterizedTest
  @CsvSource({"7680,4320", "4320,7680", "8192,4320", "8192,4352", "1,1"})
  void acceptsPicturesUpToEightK(int width, int height) {
    assertThat(ProbeLimits.DEFAULTS.check(info(MP4, width, height, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8192,4353", "65535,65535", "2147483647,2147483647"})
  void rejectsLargerPictures(int width, int height) {
    assertThat(ProbeLimits.DEFAULTS.check(info(MP4, width, height, 1)))
        .hasValueSatisfying(failure -> {
          assertThat(failure.code()).isEqualTo(FailureCode.RESOLUTION_EXCEEDED);
          assertThat(failure.detail()).contains(width + "x" + height, "at most 35651584");
        });
  }

  @Test
  void acceptsTwelveHoursAndRejectsMore() {
    assertThat(ProbeLimits.DEFAULTS.check(info(MP4, 2, 2, TWELVE_HOURS))).isEmpty();
    assertThat(ProbeLimits.DEFAULTS.check(info(MP4, 2, 2, TWELVE_HOURS + 1_000_000)))
        .contains(new Failure(
            FailureCode.DURATION_EXCEEDED,
            "probe",
            "The video lasts 43201 s; expected at most 43200 s"));
  }

  @Test
  void acceptsAnUnknownDuration() {
    assertThat(ProbeLimits.DEFAULTS.check(info(MP4, 2, 2, -1))).isEmpty();
  }

  @Test
  void acceptsFiftyGibibytesAndRejectsMore() {
    assertThat(ProbeLimits.DEFAULTS.checkSize(53_687_091_200L)).isEmpty();
    assertThat(ProbeLimits.DEFAULTS.checkSize(53_687_091_201L))
        .contains(new Failure(
            FailureCode.SIZE_EXCEEDED,
            "probe",
            "The object has 53687091201 bytes; expected at most 53687091200"));
  }

  @Test
  void rejectsLimitsThatNothingCouldPass() {
    assertThatThrownBy(() -> new ProbeLimits(0, Duration.ofHours(1), 1, Set.of("mp4")))
        .hasMessageContaining("0 bytes");
    assertThatThrownBy(() -> new ProbeLimits(1, Duration.ofHours(1), 1, Set.of()))
        .hasMessageContaining("No container");
  }

  @Test
  void travelsToTheWorkers() throws Exception {
    assertThat(InstantiationUtil.clone(ProbeLimits.DEFAULTS)).isEqualTo(ProbeLimits.DEFAULTS);
  }

  private static VideoInfo info(String container, int width, int height, long durationMicros) {
    return new VideoInfo(
        container,
        "h264",
        "video/mp4",
        0,
        width,
        height,
        0,
        1,
        25,
        0,
        durationMicros,
        -1,
        true,
        true,
        false);
  }
}
