package io.heimdex.operators.shot;

import io.heimdex.operators.media.FeatureKind;
import java.util.List;

/**
 * Decides where shots change, from features in presentation order. Deterministic: the transitions depend on the features
 * alone. Not thread-safe.
 */
public interface ShotDetector {

  /** What it looks at. */
  FeatureKind features();

  /**
   * Takes the next frame.
   *
   * @param features of many frames
   * @param offset where this frame's features begin in {@code features}
   * @return the transitions that are certain now, ascending; mostly none
   */
  List<Transition> accept(long ptsMicros, byte[] features, int offset);

  /** How much the frame taken last differs from the one before, 0 to 255: a scene that is too long is split where it is least. */
  float change();

  /** Ends the video: returns the transitions that were still open. */
  List<Transition> finish();

  /** Every transition that ends before this frame has been returned by now. */
  long decidedBefore();

  /** Names it: the state of one kind means nothing to another. */
  DetectorKind kind();

  /** The whole state, starting with a version, so that a detector of the same settings can go on from it. */
  byte[] snapshot();

  /** Takes over a state from {@link #snapshot()}. */
  void restore(byte[] snapshot);
}
