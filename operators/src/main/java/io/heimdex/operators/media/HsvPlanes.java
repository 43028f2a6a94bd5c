package io.heimdex.operators.media;

/**
 * Hue, saturation and value of a picture, as OpenCV's {@code COLOR_BGR2HSV} gives them for 8-bit pictures: hue 0 to 179.
 * Not thread-safe.
 */
final class HsvPlanes {
  private static final int SHIFT = 12;
  private static final int HALF = 1 << (SHIFT - 1);
  private static final int HUES = 180;
  private static final int[] SATURATION = reciprocals(255.0);
  private static final int[] HUE = reciprocals(HUES / 6.0);

  private final byte[] hue;
  private final byte[] saturation;
  private final byte[] value;
  private long hueDifference;
  private long saturationDifference;
  private long valueDifference;
  private long red;
  private long green;
  private long blue;

  HsvPlanes(int pixels) {
    hue = new byte[pixels];
    saturation = new byte[pixels];
    value = new byte[pixels];
  }

  private static int[] reciprocals(double scale) {
    int[] table = new int[256];
    for (int i = 1; i < table.length; i++) {
      table[i] = (int) Math.rint(scale * (1 << SHIFT) / i);
    }
    return table;
  }

  /** Takes over a picture of blue, green and red bytes, and sums up how it differs from the one before. */
  void update(byte[] bgr) {
    long hues = 0;
    long saturations = 0;
    long values = 0;
    long reds = 0;
    long greens = 0;
    long blues = 0;
    for (int i = 0, at = 0; i < hue.length; i++, at += 3) {
      int b = bgr[at] & 0xff;
      int g = bgr[at + 1] & 0xff;
      int r = bgr[at + 2] & 0xff;
      int v = Math.max(b, Math.max(g, r));
      int range = v - Math.min(b, Math.min(g, r));
      int s = (range * SATURATION[v] + HALF) >> SHIFT;
      // Masks in place of branches, which no processor could foresee.
      int isRed = (v - r - 1) >> 31;
      int isGreen = ~isRed & ((v - g - 1) >> 31);
      int isBlue = ~(isRed | isGreen);
      int sector =
          (isRed & (g - b)) + (isGreen & (b - r + 2 * range)) + (isBlue & (r - g + 4 * range));
      int h = (sector * HUE[range] + HALF) >> SHIFT;
      h += (h >> 31) & HUES;
      hues += Math.abs(h - (hue[i] & 0xff));
      saturations += Math.abs(s - (saturation[i] & 0xff));
      values += Math.abs(v - (value[i] & 0xff));
      reds += r;
      greens += g;
      blues += b;
      hue[i] = (byte) h;
      saturation[i] = (byte) s;
      value[i] = (byte) v;
    }
    hueDifference = hues;
    saturationDifference = saturations;
    valueDifference = values;
    red = reds;
    green = greens;
    blue = blues;
  }

  float meanHueDifference() {
    return mean(hueDifference);
  }

  float meanSaturationDifference() {
    return mean(saturationDifference);
  }

  float meanValueDifference() {
    return mean(valueDifference);
  }

  /** Of BT.601. */
  float meanLuma() {
    return mean(0.299 * red + 0.587 * green + 0.114 * blue);
  }

  private float mean(double sum) {
    return (float) (sum / hue.length);
  }

  byte[] hue() {
    return hue;
  }

  byte[] saturation() {
    return saturation;
  }

  byte[] value() {
    return value;
  }
}
