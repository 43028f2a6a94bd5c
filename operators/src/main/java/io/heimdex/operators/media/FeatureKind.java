package io.heimdex.operators.media;

/** What a scan measures on every decoded frame, for the detector that will look at it. */
public enum FeatureKind {
  /** Changes of hue, saturation and value, see {@link ContentFeatures}. */
  CONTENT(ContentFeatures.COUNT * Float.BYTES),
  /** The frame itself, very small, see {@link TransnetFeatures}. */
  TRANSNET(TransnetFeatures.BYTES),
  /** What a picture looks like in small, see {@link Signature}. */
  SIGNATURE(Signature.BYTES);

  private static final int MOST_FRAMES = 256;
  private static final int MOST_BYTES = 400_000;

  private final int bytes;

  FeatureKind(int bytes) {
    this.bytes = bytes;
  }

  /** Of one frame. */
  public int bytes() {
    return bytes;
  }

  /** Frames that are handed over at once: with their keyframe candidates they stay below a megabyte. */
  int framesPerBatch() {
    return Math.min(MOST_FRAMES, MOST_BYTES / bytes);
  }

  /** Whether these can be features of so many frames. */
  public boolean fits(byte[] features, int frames) {
    return features.length == frames * bytes
        && switch (this) {
          case CONTENT -> ContentFeatures.areFinite(features);
          case TRANSNET, SIGNATURE -> true;
        };
  }
}
