package io.heimdex.operators.media;

import io.heimdex.operators.image.YuvImage;

/**
 * The brightness of a picture's pixels, at about one size, so that what it tells does not grow with the video's. Immutable.
 *
 * @param pixels 0 (black) to 255, rows from the top
 */
record Luma(int width, int height, byte[] pixels) {
  private static final int LONGER_SIDE = 256;

  /** From here on a pixel is too dark, or too bright, to show anything. */
  private static final int DARKEST = 6;

  private static final int BRIGHTEST = 249;

  /** Of a picture: the mean of whole blocks of pixels, so that the longer side has at most 256. */
  static Luma of(YuvImage picture) {
    int longer = Math.max(picture.width(), picture.height());
    int block = (longer + LONGER_SIDE - 1) / LONGER_SIDE;
    int width = Math.max(1, picture.width() / block);
    int height = Math.max(1, picture.height() / block);
    int columns = Math.min(block, picture.width());
    int rows = Math.min(block, picture.height());
    byte[] pixels = new byte[width * height];
    int[] sums = new int[width];
    for (int y = 0; y < height; y++) {
      for (int row = 0; row < rows; row++) {
        addRow(picture.y(), (y * block + row) * picture.width(), columns, sums);
      }
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = (byte) (sums[x] / (columns * rows));
        sums[x] = 0;
      }
    }
    return new Luma(width, height, pixels);
  }

  private static void addRow(byte[] luma, int from, int columns, int[] sums) {
    int at = from;
    for (int x = 0; x < sums.length; x++) {
      int sum = 0;
      for (int column = 0; column < columns; column++, at++) {
        sum += luma[at] & 0xff;
      }
      sums[x] += sum;
    }
  }

  /** Brightness: 0 is black, 255 white. */
  float mean() {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return (float) ((double) sum / pixels.length);
  }

  /** Contrast: the standard deviation. Near 0 is flat. */
  float deviation() {
    long sum = 0;
    long squares = 0;
    for (byte pixel : pixels) {
      int value = pixel & 0xff;
      sum += value;
      squares += (long) value * value;
    }
    double mean = (double) sum / pixels.length;
    return (float) Math.sqrt(Math.max(0, (double) squares / pixels.length - mean * mean));
  }

  /** The share of pixels, 0 to 1, that are black or white. */
  float clipped() {
    int count = 0;
    for (byte pixel : pixels) {
      int value = pixel & 0xff;
      count += value <= DARKEST || value >= BRIGHTEST ? 1 : 0;
    }
    return (float) count / pixels.length;
  }

  /** Sharpness: the variance of the Laplacian (four neighbours) over all pixels that have them; near 0 where blurred or flat. */
  float laplacianVariance() {
    long sum = 0;
    long squares = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int at = y * width + 1; at < y * width + width - 1; at++) {
        int neighbours = (pixels[at - 1] & 0xff)
            + (pixels[at + 1] & 0xff)
            + (pixels[at - width] & 0xff)
            + (pixels[at + width] & 0xff);
        int edge = neighbours - 4 * (pixels[at] & 0xff);
        sum += edge;
        squares += (long) edge * edge;
      }
    }
    double count = Math.max(1, (long) (width - 2) * (height - 2));
    double mean = sum / count;
    return (float) (squares / count - mean * mean);
  }
}
