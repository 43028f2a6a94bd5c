package io.heimdex.operators.shot;

/** The detectors that there are. */
public enum DetectorKind {
  /** Cuts by the change of hue, saturation and value, as PySceneDetect's ContentDetector. */
  CONTENT
}
