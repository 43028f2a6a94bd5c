package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;

class FrameClockTest {
  private static final long NONE = AV_NOPTS_VALUE;

  @Test
  void countsInMicrosecondsOfTheContainer() {
    assertThat(times(false, 100, 104, 110)).containsExactly(1_000_000L, 1_040_000L, 1_100_000L);
  }

  @Test
  void letsAFrameWithoutTimeFollowTheOneBefore() {
    assertThat(times(false, NONE, NONE, 10, NONE)).containsExactly(0L, 40_000L, 100_000L, 140_000L);
  }

  @Test
  void movesAFrameThatIsNotLaterBehindTheOneBefore() {
    assertThat(times(false, 100, 100, 96, 104))
        .containsExactly(1_000_000L, 1_000_001L, 1_000_002L, 1_040_000L);
  }

  @Test
  void goesOnWhereABroadcastSetsItsClockAnew() {
    assertThat(times(true, 1000, 1004, 0, 4))
        .containsExactly(10_000_000L, 10_040_000L, 10_080_000L, 10_120_000L);
  }

  @Test
  void endsWithTheLastFramesDuration() {
    FrameClock clock = new FrameClock(av_make_q(1, 100), 25, false);
    tick(clock, 100, 8);
    assertThat(clock.end()).isEqualTo(1_080_000);
    tick(clock, 108, 0);
    assertThat(clock.end()).isEqualTo(1_120_000);
  }

  private static long[] times(boolean resettable, long... stamps) {
    FrameClock clock = new FrameClock(av_make_q(1, 100), 25, resettable);
    return LongStream.of(stamps)
        .map(stamp -> {
          tick(clock, stamp, 4);
          return clock.time();
        })
        .toArray();
  }

  private static void tick(FrameClock clock, long stamp, long duration) {
    AVFrame frame = av_frame_alloc();
    frame.pts(stamp).best_effort_timestamp(stamp).duration(duration);
    clock.tick(frame);
    av_frame_free(frame);
  }
}
