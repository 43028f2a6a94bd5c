package io.heimdex.operators.shot;

import io.heimdex.operators.media.FeatureKind;

/**
 * Which detector decides, and how.
 *
 * @param contentThreshold of {@link ContentSettings}; means nothing to other detectors
 */
public record DetectorSettings(DetectorKind kind, double contentThreshold)
    implements ShotDetectorFactory {
  private static final long serialVersionUID = 1L;

  public static final DetectorSettings DEFAULT =
      new DetectorSettings(DetectorKind.CONTENT, ContentSettings.DEFAULT.threshold());

  public DetectorSettings {
    if (!(contentThreshold > 0 && contentThreshold <= 255)) {
      throw new IllegalArgumentException("The threshold of the content detector is "
          + contentThreshold + "; expected more than 0 and at most 255");
    }
  }

  /** What has to be measured for it. */
  public FeatureKind features() {
    return create(0).features();
  }

  @Override
  public ShotDetector create(double frameRate) {
    long leastMicros = ContentSettings.commandDistanceMicros(frameRate);
    return switch (kind) {
      case CONTENT ->
        new ContentShotDetector(ContentSettings.DEFAULT.with(contentThreshold, leastMicros));
      case ADAPTIVE -> new AdaptiveShotDetector(AdaptiveSettings.DEFAULT.with(leastMicros));
    };
  }
}
