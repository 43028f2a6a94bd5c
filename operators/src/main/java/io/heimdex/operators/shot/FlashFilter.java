package io.heimdex.operators.shot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Merges cuts that are too close, as PySceneDetect's flash filter in mode MERGE: the first cut stands; the ones that follow
 * too soon are gathered until it has been quiet for the least distance, and then give one cut at the last of them. Until a
 * first cut has stood, cuts that come too soon after the first frame are dropped.
 */
final class FlashFilter {
  /** What {@link #accept} returns where there is no cut. */
  static final long NONE = -1;

  private final int minFrames;
  private final long minMicros;
  private boolean started;
  private boolean mayMerge;
  private boolean merging;
  private long lastFrame;
  private long lastMicros;
  private long mergeFrame;
  private long mergeMicros;

  FlashFilter(int minFrames, long minMicros) {
    this.minFrames = minFrames;
    this.minMicros = minMicros;
  }

  /** Takes the next frame; returns the frame that a cut is now certain at, or {@link #NONE}. */
  long accept(long frame, long micros, boolean above) {
    if (minFrames == 0 && minMicros == 0) {
      return above ? frame : NONE;
    }
    if (!started) {
      started = true;
      remember(frame, micros);
    }
    boolean far = isFar(lastFrame, lastMicros, frame, micros);
    if (above) {
      remember(frame, micros);
    }
    if (merging) {
      return far && !above && gatheredEnough() ? endMerge() : NONE;
    }
    if (!above) {
      return NONE;
    }
    if (far) {
      mayMerge = true;
      return frame;
    }
    if (mayMerge) {
      merging = true;
      mergeFrame = frame;
      mergeMicros = micros;
    }
    return NONE;
  }

  private void remember(long frame, long micros) {
    lastFrame = frame;
    lastMicros = micros;
  }

  private long endMerge() {
    merging = false;
    return lastFrame;
  }

  private boolean gatheredEnough() {
    return isFar(mergeFrame, mergeMicros, lastFrame, lastMicros);
  }

  private boolean isFar(long fromFrame, long fromMicros, long toFrame, long toMicros) {
    return toFrame - fromFrame >= minFrames && toMicros - fromMicros >= minMicros;
  }

  /** The earliest frame that a cut may still be found at, when {@code nextFrame} comes next. */
  long earliestCut(long nextFrame) {
    return merging && gatheredEnough() ? lastFrame : nextFrame;
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(started);
    out.writeBoolean(mayMerge);
    out.writeBoolean(merging);
    out.writeLong(lastFrame);
    out.writeLong(lastMicros);
    out.writeLong(mergeFrame);
    out.writeLong(mergeMicros);
  }

  void read(DataInput in) throws IOException {
    started = in.readBoolean();
    mayMerge = in.readBoolean();
    merging = in.readBoolean();
    lastFrame = in.readLong();
    lastMicros = in.readLong();
    mergeFrame = in.readLong();
    mergeMicros = in.readLong();
  }
}
