package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_ROUND_DOWN;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_rnd;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Gives every decoded frame its presentation time in microseconds, strictly ascending.
 *
 * <p>A frame without a timestamp follows the one before by that one's duration. A frame that is not later than the one
 * before comes one microsecond after it; so no frame is lost, and later frames keep their own times. In containers whose
 * clock may be set anew (transport and program streams, FLV) a step back of more than a second is such a reset: from there
 * on all times are moved so that the video goes on.
 *
 * <p>Beyond resets, which only occur in containers that are read in one pass, a time depends on the frame's own timestamp
 * and on its neighbour alone.
 */
final class FrameClock {
  private static final long RESET_MICROS = 1_000_000;
  /** Where neither frame nor container knows: 25 frames a second. */
  private static final long DEFAULT_DURATION = 40_000;

  private final long baseNumerator;
  private final long baseDenominator;
  private final long usualDuration;
  private final boolean resettable;
  private long shift;
  private boolean started;
  private long time;
  private long duration;

  /** Of a stream's time base; {@code resettable} where the container's clock may be set anew. */
  FrameClock(AVRational timeBase, double frameRate, boolean resettable) {
    baseNumerator = timeBase.num();
    baseDenominator = timeBase.den();
    usualDuration = frameRate > 0 ? Math.round(1_000_000 / frameRate) : DEFAULT_DURATION;
    this.resettable = resettable;
  }

  /** Moves on to the next frame. */
  void tick(AVFrame frame) {
    tick(
        frame.pts() != AV_NOPTS_VALUE ? frame.pts() : frame.best_effort_timestamp(),
        frame.duration());
  }

  /** Moves on to a frame of which no more than this is known, in the stream's time base. */
  void tick(long stamp, long stampDuration) {
    long next = stamp == AV_NOPTS_VALUE ? guess() : micros(stamp) + shift;
    if (started && next <= time) {
      next = resettable && time - next > RESET_MICROS ? reset(next) : time + 1;
    }
    time = next;
    duration = stampDuration > 0 ? Math.max(1, micros(stampDuration)) : usualDuration;
    started = true;
  }

  private long guess() {
    return started ? time + duration : 0;
  }

  private long reset(long stamp) {
    shift += time + duration - stamp;
    return time + duration;
  }

  /** Of the last frame, in microseconds of the container. */
  long time() {
    return time;
  }

  /** When the last frame's presentation ends. */
  long end() {
    return time + duration;
  }

  /** Of a timestamp of the stream. */
  long micros(long stamp) {
    return av_rescale(stamp, 1_000_000L * baseNumerator, baseDenominator);
  }

  /** The stream's timestamp at or before a time in microseconds of the container. */
  long stamp(long micros) {
    return av_rescale_rnd(micros, baseDenominator, 1_000_000L * baseNumerator, AV_ROUND_DOWN);
  }
}
