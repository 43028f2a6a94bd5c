package io.heimdex.operators.media;

/** What is measured on every decoded frame: the columns of a feature array, in order. */
public final class FrameFeatures {
  /** Mean absolute difference of the hue to the frame before, 0 to 180 (OpenCV's 8-bit scale); 0 for the first frame. */
  public static final int DELTA_HUE = 0;
  /** Mean absolute difference of the saturation to the frame before, 0 to 255; 0 for the first frame. */
  public static final int DELTA_SATURATION = 1;
  /** Mean absolute difference of the value (the brightest channel) to the frame before, 0 to 255; 0 for the first frame. */
  public static final int DELTA_VALUE = 2;
  /** Mean luma, 0 to 255. */
  public static final int LUMA = 3;

  /** Features of one frame. */
  public static final int COUNT = 4;

  private FrameFeatures() {}
}
