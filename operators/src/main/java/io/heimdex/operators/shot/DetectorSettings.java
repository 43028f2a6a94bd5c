package io.heimdex.operators.shot;

import io.heimdex.operators.media.FeatureKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which detector decides, and how.
 *
 * @param contentThreshold of {@link ContentSettings}; means nothing to other detectors
 * @param transnet null where another detector decides
 */
public record DetectorSettings(
    DetectorKind kind, double contentThreshold, @Nullable TransnetModel transnet)
    implements ShotDetectorFactory {
  private static final long serialVersionUID = 1L;

  public static final DetectorSettings DEFAULT =
      new DetectorSettings(DetectorKind.HYBRID, ContentSettings.DEFAULT.threshold());

  public DetectorSettings {
    if (!(contentThreshold > 0 && contentThreshold <= 255)) {
      throw new IllegalArgumentException("The threshold of the content detector is "
          + contentThreshold + "; expected more than 0 and at most 255");
    }
    if ((kind == DetectorKind.TRANSNETV2) != (transnet != null)) {
      throw new IllegalArgumentException("The detector is " + kind + ", but its model is "
          + transnet + "; expected a model for TRANSNETV2 and none for others");
    }
  }

  /** For a detector without a model. */
  public DetectorSettings(DetectorKind kind, double contentThreshold) {
    this(kind, contentThreshold, null);
  }

  /** What has to be measured for it. */
  public FeatureKind features() {
    return switch (kind) {
      case HYBRID -> FeatureKind.SIGNATURE;
      case CONTENT, ADAPTIVE -> FeatureKind.CONTENT;
      case TRANSNETV2 -> FeatureKind.TRANSNET;
    };
  }

  /** Names all that decides what it finds. Loads the model if there is one. */
  public String identity() {
    return kind + " " + contentThreshold + " " + (transnet == null ? "" : transnet.id());
  }

  @Override
  public ShotDetector create(double frameRate) {
    long leastMicros = ContentSettings.commandDistanceMicros(frameRate);
    return switch (kind) {
      case HYBRID -> new HybridShotDetector();
      case CONTENT ->
        new ContentShotDetector(ContentSettings.DEFAULT.with(contentThreshold, leastMicros));
      case ADAPTIVE -> new AdaptiveShotDetector(AdaptiveSettings.DEFAULT.with(leastMicros));
      case TRANSNETV2 -> Objects.requireNonNull(transnet).detector();
    };
  }

  @Override
  public void close() {
    if (transnet != null) {
      transnet.close();
    }
  }
}
