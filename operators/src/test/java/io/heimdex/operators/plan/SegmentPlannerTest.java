package io.heimdex.operators.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.SegmentTask;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentPlannerTest {
  static final VideoRef VIDEO = new VideoRef(
      "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      "0f8fad5b-d9cb-469f-a165-70867728950e",
      "uploads",
      "key",
      null,
      "tag",
      100,
      "generation",
      1,
      null,
      null,
      new KafkaPosition("uploads", 0, 1));

  private static final long SECOND = 1_000_000;
  private static final long SEGMENT = 300 * SECOND;

  private final SegmentPlanner planner = new SegmentPlanner(SegmentPlanner.DEFAULT_SEGMENT);

  @Test
  void cutsAfterTheContainersStartAndLeavesBothEndsOpen() {
    List<SegmentTask> segments = planner.plan(VIDEO, info(7 * SECOND, 900 * SECOND, true));

    assertThat(segments)
        .extracting(SegmentTask::fromMicros)
        .containsExactly(Long.MIN_VALUE, 307 * SECOND, 607 * SECOND);
    assertThat(segments)
        .extracting(SegmentTask::toMicros)
        .containsExactly(307 * SECOND, 607 * SECOND, Long.MAX_VALUE);
    assertThat(segments).extracting(SegmentTask::index).containsExactly(0, 1, 2);
    assertThat(segments).extracting(SegmentTask::count).containsOnly(3);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,1",
    "0,1",
    "1,1",
    "300,1",
    "450,1",
    "451,2",
    "600,2",
    "750,2",
    "751,3",
    "36000,120",
    "43200,144"
  })
  void givesNoSegmentLessThanHalfTheLength(long seconds, int segments) {
    assertThat(planner.plan(VIDEO, info(0, seconds * SECOND, true))).hasSize(segments);
  }

  @Test
  void doesNotCutWhatCanNotBeSeeked() {
    assertThat(planner.plan(VIDEO, info(0, 36_000 * SECOND, false)))
        .containsExactly(new SegmentTask(
            VIDEO, info(0, 36_000 * SECOND, false), 0, 1, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807, 1",
    "9223372036854775000, 1000000000, 1",
    "-9223372036854775808, 9223372036854775807, 10000",
    "0, 9223372036854775807, 10000"
  })
  void survivesContainersThatLieAboutTheirTimes(long start, long duration, int segments) {
    assertThat(planner.plan(VIDEO, info(start, duration, true))).hasSize(segments);
  }

  @Test
  void coversAllTimesOnce() {
    List<SegmentTask> segments = planner.plan(VIDEO, info(-5 * SECOND, 11 * SEGMENT, true));

    for (int i = 1; i < segments.size(); i++) {
      assertThat(segments.get(i).fromMicros()).isEqualTo(segments.get(i - 1).toMicros());
    }
  }

  @Test
  void rejectsSegmentsTooShortToBeWorthIt() {
    assertThatThrownBy(() -> new SegmentPlanner(Duration.ofMillis(999)))
        .hasMessage("Segments are to last PT0.999S; expected at least PT1S");
  }

  static VideoInfo info(long startMicros, long durationMicros, boolean seekable) {
    return new VideoInfo(
        "avi",
        "h264",
        "video/x-msvideo",
        0,
        640,
        480,
        0,
        1,
        25,
        startMicros,
        durationMicros,
        9,
        true,
        seekable,
        false);
  }
}
