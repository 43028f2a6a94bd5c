package io.heimdex.operators.shot;

/** The detectors that there are. */
public enum DetectorKind {
  /** Cuts, dissolves, fades and wipes, see {@link HybridShotDetector}. */
  HYBRID,
  /** Cuts by the change of hue, saturation and value, as PySceneDetect's detect-content. */
  CONTENT,
  /** Cuts where that change stands out from its neighbours', as PySceneDetect's detect-adaptive. */
  ADAPTIVE,
  /** All transitions, by the learned network of that name, from a file. */
  TRANSNETV2
}
