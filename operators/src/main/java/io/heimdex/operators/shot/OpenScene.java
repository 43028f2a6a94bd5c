package io.heimdex.operators.shot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where the scene that is growing began, and where it would be split best. Times count from the first frame.
 *
 * <p>A split is looked for in the second half of what a scene may last, so that after it no frame has to be looked at again:
 * what was seen so far is no more than half a scene. It keeps the shortest scene away from the limit, so that what is left
 * behind it is long enough.
 */
final class OpenScene {
  private static final long NONE = -1;

  private final SceneLimits limits;
  private long startFrame;
  private long startMicros;
  private long splitFrame = NONE;
  private long splitMicros;
  private float splitDelta;

  OpenScene(SceneLimits limits) {
    this.limits = limits;
  }

  long startFrame() {
    return startFrame;
  }

  long startMicros() {
    return startMicros;
  }

  long splitFrame() {
    return splitFrame;
  }

  long splitMicros() {
    return splitMicros;
  }

  void begin(long frame, long micros) {
    startFrame = frame;
    startMicros = micros;
    splitFrame = NONE;
  }

  /** Whether the scene has to be split, given that it reaches up to this time. */
  boolean isTooLongAt(long micros) {
    return splitFrame != NONE
        && micros - startMicros > limits.maxMicros()
        && micros - splitMicros >= limits.minMicros();
  }

  /**
   * Looks at a frame as a place to split: the calmest is the best, then the one nearest the middle of the window. If frames
   * last so long that none lies in the window, it is the first one behind it.
   */
  void offerSplit(long frame, long micros, float delta) {
    long length = micros - startMicros;
    if (limits.maxMicros() == 0 || length <= limits.maxMicros() / 2) {
      return;
    }
    boolean inWindow = length <= limits.maxMicros() - limits.minMicros();
    if (splitFrame == NONE || (inWindow && isBetter(micros, delta))) {
      splitFrame = frame;
      splitMicros = micros;
      splitDelta = delta;
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(startFrame);
    out.writeLong(startMicros);
    out.writeLong(splitFrame);
    out.writeLong(splitMicros);
    out.writeFloat(splitDelta);
  }

  void read(DataInputStream in) throws IOException {
    startFrame = in.readLong();
    startMicros = in.readLong();
    splitFrame = in.readLong();
    splitMicros = in.readLong();
    splitDelta = in.readFloat();
  }

  private boolean isBetter(long micros, float delta) {
    return delta < splitDelta
        || (delta == splitDelta && fromMiddle(micros) < fromMiddle(splitMicros));
  }

  private long fromMiddle(long micros) {
    return Math.abs(micros - startMicros - limits.maxMicros() / 4 * 3);
  }
}
