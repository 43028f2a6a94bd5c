package io.heimdex.local.bench;

import io.heimdex.operators.image.RgbImage;

/** The plain descriptor that others are compared with: how often each of 8×8×8 colours is there, square roots taken (Hellinger). */
final class ColourHistogram {
  private static final int SHIFT = 5;
  private static final int BINS = 8 * 8 * 8;

  private ColourHistogram() {}

  /** Of unit length. */
  static float[] of(RgbImage picture) {
    int[] counts = new int[BINS];
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      int red = (rgb[i] & 0xff) >> SHIFT;
      int green = (rgb[i + 1] & 0xff) >> SHIFT;
      int blue = (rgb[i + 2] & 0xff) >> SHIFT;
      counts[(red << 6) | (green << 3) | blue]++;
    }
    float[] histogram = new float[BINS];
    for (int i = 0; i < BINS; i++) {
      histogram[i] = (float) Math.sqrt(3.0 * counts[i] / rgb.length);
    }
    return histogram;
  }
}
