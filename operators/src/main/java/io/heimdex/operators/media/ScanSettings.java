package io.heimdex.operators.media;

import java.io.Serializable;

/**
 * What a scan measures, and which frames it offers as keyframes.
 *
 * @param features of every frame
 * @param candidateGridMicros the first frame at or after each multiple of this time is a candidate
 * @param candidateChange a frame that differs from the one before by at least this (0 to 255, see {@link FeatureMeter}) is a candidate
 */
public record ScanSettings(FeatureKind features, long candidateGridMicros, double candidateChange)
    implements Serializable {
  private static final double DEFAULT_CHANGE = 27;

  public static final ScanSettings DEFAULT = of(FeatureKind.CONTENT, 1_000_000);

  public ScanSettings {
    if (candidateGridMicros < 1) {
      throw new IllegalArgumentException(
          "The grid of keyframe candidates is " + candidateGridMicros + " us; expected at least 1");
    }
  }

  /** The same with other features. */
  public ScanSettings with(FeatureKind otherFeatures) {
    return new ScanSettings(otherFeatures, candidateGridMicros, candidateChange);
  }

  /** With a candidate for every great change. */
  public static ScanSettings of(FeatureKind features, long candidateGridMicros) {
    return new ScanSettings(features, candidateGridMicros, DEFAULT_CHANGE);
  }
}
