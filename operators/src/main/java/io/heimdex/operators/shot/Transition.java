package io.heimdex.operators.shot;

/**
 * A change from one shot to the next. Frames count from 0 in presentation order.
 *
 * @param startFrame the last frame purely of the old shot
 * @param endFrame the first frame purely of the new shot
 */
public record Transition(TransitionKind kind, long startFrame, long endFrame) {
  public Transition {
    if (startFrame < 0 || endFrame <= startFrame) {
      throw new IllegalArgumentException(
          "A transition ends at frame " + endFrame + " but starts at frame " + startFrame);
    }
  }
}
