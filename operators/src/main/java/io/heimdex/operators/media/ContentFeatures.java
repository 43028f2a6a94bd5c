package io.heimdex.operators.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The columns of {@link FeatureKind#CONTENT}: big-endian floats, in this order. */
public final class ContentFeatures {
  /** Mean absolute difference of the hue to the frame before, 0 to 180 (OpenCV's 8-bit scale); 0 for the first frame. */
  public static final int DELTA_HUE = 0;
  /** Mean absolute difference of the saturation to the frame before, 0 to 255; 0 for the first frame. */
  public static final int DELTA_SATURATION = 1;
  /** Mean absolute difference of the value (the brightest channel) to the frame before, 0 to 255; 0 for the first frame. */
  public static final int DELTA_VALUE = 2;
  /** Mean luma, 0 to 255. */
  public static final int LUMA = 3;

  /** Columns of one frame. */
  static final int COUNT = 4;

  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);

  private ContentFeatures() {}

  /** A column of the frame whose features begin at {@code offset}. */
  public static float get(byte[] features, int offset, int column) {
    return (float) FLOAT.get(features, offset + column * Float.BYTES);
  }

  /** Sets a column of the frame whose features begin at {@code offset}. */
  public static void set(byte[] features, int offset, int column, float value) {
    FLOAT.set(features, offset + column * Float.BYTES, value);
  }

  /** Mean of the three differences: how much a frame differs from the one before. */
  public static float change(byte[] features, int offset) {
    return (get(features, offset, DELTA_HUE)
            + get(features, offset, DELTA_SATURATION)
            + get(features, offset, DELTA_VALUE))
        / 3;
  }

  static boolean areFinite(byte[] features) {
    for (int at = 0; at < features.length; at += Float.BYTES) {
      if (!Float.isFinite((float) FLOAT.get(features, at))) {
        return false;
      }
    }
    return true;
  }
}
