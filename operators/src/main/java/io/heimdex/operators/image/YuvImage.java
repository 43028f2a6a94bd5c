package io.heimdex.operators.image;

/**
 * A picture as JPEG stores it: BT.601, full range, colour at half the width and height (rounded up). Rows from the top,
 * without padding.
 */
public record YuvImage(int width, int height, byte[] y, byte[] u, byte[] v) {
  public YuvImage {
    int chroma = half(width) * half(height);
    if (width < 1
        || height < 1
        || y.length != width * height
        || u.length != chroma
        || v.length != chroma) {
      throw new IllegalArgumentException("A picture of " + width + "x" + height + " needs "
          + (long) width * height + " bytes of luma and twice " + chroma + " of chroma, but has "
          + y.length + ", " + u.length + " and " + v.length);
    }
  }

  /** As many pixels as colour has for so many of luma. */
  public static int half(int pixels) {
    return (pixels + 1) / 2;
  }

  /** Converts; a colour is the mean of the pixels that share it. */
  public static YuvImage of(RgbImage image) {
    int width = image.width();
    int height = image.height();
    int columns = half(width);
    byte[] luma = new byte[width * height];
    byte[] u = new byte[columns * half(height)];
    byte[] v = new byte[u.length];
    for (int row = 0; row < half(height); row++) {
      for (int column = 0; column < columns; column++) {
        int count = 0;
        int blueness = 0;
        int redness = 0;
        for (int y = 2 * row; y < Math.min(height, 2 * row + 2); y++) {
          for (int x = 2 * column; x < Math.min(width, 2 * column + 2); x++) {
            int at = 3 * (y * width + x);
            int red = image.rgb()[at] & 0xff;
            int green = image.rgb()[at + 1] & 0xff;
            int blue = image.rgb()[at + 2] & 0xff;
            // JFIF's weights in 1/65536.
            luma[y * width + x] =
                (byte) ((19_595 * red + 38_470 * green + 7_471 * blue + (1 << 15)) >> 16);
            blueness += -11_058 * red - 21_710 * green + 32_768 * blue;
            redness += 32_768 * red - 27_439 * green - 5_329 * blue;
            count++;
          }
        }
        u[row * columns + column] = chroma(blueness, count);
        v[row * columns + column] = chroma(redness, count);
      }
    }
    return new YuvImage(width, height, luma, u, v);
  }

  private static byte chroma(int sum, int count) {
    return (byte) Math.min(255, 128 + ((sum / count + (1 << 15)) >> 16));
  }
}
