package io.heimdex.operators.image;

import java.util.Arrays;

/**
 * Resizes as Pillow does, to the bit: image models have learned from pictures that were resized so. Every source pixel counts when a
 * picture shrinks (antialiasing).
 *
 * <p>Rows first, then columns, each to 8 bits; weights are fixed-point numbers of {@value #BITS} bits. Thread-safe.
 */
public final class PillowResize {
  /** Of 32, two for what the negative weights of a filter can add up to, and eight for the pixel. */
  private static final int BITS = 22;

  private static final int HALF = 1 << (BITS - 1);
  private static final int CHANNELS = 3;

  private PillowResize() {}

  /** Stretches a picture to a size. */
  public static RgbImage resize(RgbImage image, int width, int height, Resampling filter) {
    RgbImage wide = width == image.width() ? image : horizontally(image, width, filter);
    return height == image.height() ? wide : vertically(wide, height, filter);
  }

  private static RgbImage horizontally(RgbImage image, int width, Resampling filter) {
    Weights weights = Weights.of(image.width(), width, filter);
    byte[] from = image.rgb();
    byte[] to = new byte[CHANNELS * width * image.height()];
    for (int y = 0; y < image.height(); y++) {
      int row = CHANNELS * y * image.width();
      int at = CHANNELS * y * width;
      for (int x = 0; x < width; x++) {
        int source = row + CHANNELS * weights.first[x];
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        for (int k = weights.start(x); k < weights.end(x); k++) {
          int weight = weights.values[k];
          red += (from[source] & 0xff) * weight;
          green += (from[source + 1] & 0xff) * weight;
          blue += (from[source + 2] & 0xff) * weight;
          source += CHANNELS;
        }
        to[at++] = clipped(red);
        to[at++] = clipped(green);
        to[at++] = clipped(blue);
      }
    }
    return new RgbImage(width, image.height(), to);
  }

  private static RgbImage vertically(RgbImage image, int height, Resampling filter) {
    Weights weights = Weights.of(image.height(), height, filter);
    byte[] from = image.rgb();
    int row = CHANNELS * image.width();
    byte[] to = new byte[row * height];
    int[] sums = new int[row];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      int source = row * weights.first[y];
      for (int k = weights.start(y); k < weights.end(y); k++) {
        int weight = weights.values[k];
        for (int x = 0; x < row; x++) {
          sums[x] += (from[source + x] & 0xff) * weight;
        }
        source += row;
      }
      int at = row * y;
      for (int x = 0; x < row; x++) {
        to[at + x] = clipped(sums[x]);
      }
    }
    return new RgbImage(image.width(), height, to);
  }

  private static byte clipped(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> BITS));
  }

  /**
   * Which source pixels make a target pixel.
   *
   * @param first source pixel of each target pixel
   * @param counts of its source pixels
   * @param most of all counts
   * @param values of the weights, {@code most} places for each target pixel
   */
  private record Weights(int[] first, int[] counts, int most, int[] values) {
    static Weights of(int from, int to, Resampling filter) {
      double scale = (double) from / to;
      double stretch = Math.max(scale, 1);
      double support = filter.support() * stretch;
      int most = 2 * (int) Math.ceil(support) + 1;
      Weights weights = new Weights(new int[to], new int[to], most, new int[to * most]);
      double[] exact = new double[most];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int first = Math.max(0, (int) (centre - support + 0.5));
        int count = Math.min(from, (int) (centre + support + 0.5)) - first;
        double sum = 0;
        for (int k = 0; k < count; k++) {
          exact[k] = filter.weight((k + first - centre + 0.5) * (1 / stretch));
          sum += exact[k];
        }
        weights.first[i] = first;
        weights.counts[i] = count;
        for (int k = 0; k < count; k++) {
          weights.values[i * most + k] = fixed(sum == 0 ? exact[k] : exact[k] / sum);
        }
      }
      return weights;
    }

    private static int fixed(double weight) {
      return (int) (weight * (1 << BITS) + (weight < 0 ? -0.5 : 0.5));
    }

    int start(int pixel) {
      return pixel * most;
    }

    int end(int pixel) {
      return pixel * most + counts[pixel];
    }
  }
}
