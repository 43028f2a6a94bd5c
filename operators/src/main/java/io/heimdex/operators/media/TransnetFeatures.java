package io.heimdex.operators.media;

/** What {@link FeatureKind#TRANSNET} is: the frame as TransNetV2 takes it, rows of red, green and blue bytes from the top. */
public final class TransnetFeatures {
  public static final int WIDTH = 48;
  public static final int HEIGHT = 27;
  public static final int CHANNELS = 3;

  /** Of one frame. */
  public static final int BYTES = WIDTH * HEIGHT * CHANNELS;

  private TransnetFeatures() {}

  /** Mean absolute difference of two frames, 0 to 255. */
  public static float change(byte[] from, int fromOffset, byte[] to, int toOffset) {
    int sum = 0;
    for (int i = 0; i < BYTES; i++) {
      sum += Math.abs((to[toOffset + i] & 0xff) - (from[fromOffset + i] & 0xff));
    }
    return (float) sum / BYTES;
  }
}
