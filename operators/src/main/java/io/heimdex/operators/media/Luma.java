package io.heimdex.operators.media;

/** What a grey picture tells of its quality. */
final class Luma {
  private Luma() {}

  /** Brightness: 0 is black, 255 white. */
  static float mean(byte[] luma) {
    long sum = 0;
    for (byte pixel : luma) {
      sum += pixel & 0xff;
    }
    return (float) ((double) sum / luma.length);
  }

  /** Variance of the Laplacian (four neighbours) over all pixels that have them: near 0 where blurred or flat. */
  static float laplacianVariance(byte[] luma, int width, int height) {
    long sum = 0;
    long squares = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int at = y * width + 1; at < y * width + width - 1; at++) {
        int neighbours = (luma[at - 1] & 0xff)
            + (luma[at + 1] & 0xff)
            + (luma[at - width] & 0xff)
            + (luma[at + width] & 0xff);
        int edge = neighbours - 4 * (luma[at] & 0xff);
        sum += edge;
        squares += (long) edge * edge;
      }
    }
    double count = Math.max(1, (long) (width - 2) * (height - 2));
    double mean = sum / count;
    return (float) (squares / count - mean * mean);
  }
}
