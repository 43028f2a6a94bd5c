package io.heimdex.operators.shot;

import java.util.List;

/**
 * One contiguous span of a video. The scenes of a video follow each other without a gap, from its first frame to its end.
 *
 * @param index from 0
 * @param startFrame inclusive, from 0 in presentation order
 * @param endFrame exclusive
 * @param startMicros inclusive, from the first frame
 * @param endMicros exclusive, from the first frame; at least a millisecond after {@code startMicros}
 * @param keyframes presentation times (of the container) of the chosen candidates, ascending; empty only if no candidate
 *     came before the scene's end. If the scene itself has none, it is the last one before it
 * @param thumbnail index into {@code keyframes} of the one to show; -1 if there is none
 */
public record BuiltScene(
    int index,
    long startFrame,
    long endFrame,
    long startMicros,
    long endMicros,
    List<Long> keyframes,
    int thumbnail) {
  public BuiltScene {
    if (endFrame <= startFrame) {
      throw new IllegalArgumentException(
          "Scene " + index + " ends at frame " + endFrame + " but starts at frame " + startFrame);
    }
    if (endMicros < startMicros + 1000) {
      throw new IllegalArgumentException("Scene " + index + " ends at " + endMicros
          + " us but starts at " + startMicros + " us; expected a millisecond at least");
    }
  }
}
