package io.heimdex.operators.media;

import java.io.Serializable;

/**
 * What a scan measures, and which frames it offers as keyframes.
 *
 * @param tier how many frames are decoded
 * @param features of every frame
 * @param candidateGridMicros the frame that is shown at a multiple of this time is a candidate, and so is the first one of all; after
 *     a great change it is a multiple of half of it, so that a short scene behind a cut has one too
 */
public record ScanSettings(ScanTier tier, FeatureKind features, long candidateGridMicros)
    implements Serializable {
  public static final ScanSettings DEFAULT =
      new ScanSettings(ScanTier.FULL, FeatureKind.CONTENT, 1_000_000);

  public ScanSettings {
    if (candidateGridMicros < 2) {
      throw new IllegalArgumentException(
          "The grid of keyframe candidates is " + candidateGridMicros + " us; expected at least 2");
    }
  }

  /** The same with other features. */
  public ScanSettings with(FeatureKind otherFeatures) {
    return new ScanSettings(tier, otherFeatures, candidateGridMicros);
  }

  /** The same in another tier. */
  public ScanSettings with(ScanTier otherTier) {
    return new ScanSettings(otherTier, features, candidateGridMicros);
  }

  /** How far before a frame the others lie that make it a candidate or not. */
  long lookBackMicros() {
    return candidateGridMicros / 2;
  }
}
