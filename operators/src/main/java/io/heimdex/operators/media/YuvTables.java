package io.heimdex.operators.media;

/**
 * YUV to blue, green and red by BT.601, in swscale's 16-bit arithmetic. All three are computed at once, in fields of a long:
 * blue lowest, 20 bits each.
 */
final class YuvTables {
  static final YuvTables LIMITED = new YuvTables(false);
  static final YuvTables FULL = new YuvTables(true);

  /** Bits of a field: a colour of 8 bits fits with a weight of 11, or with its overflow. */
  static final int FIELD = 20;

  static final int FIELD_MASK = (1 << FIELD) - 1;

  /** BT.601 in 1/65536, for chroma of limited range. */
  private static final int RED_OF_V = 104_597;

  private static final int BLUE_OF_U = 132_201;
  private static final int GREEN_OF_U = -25_675;
  private static final int GREEN_OF_V = -53_279;

  /** Keeps sums from being negative: they lie between -512 and 1023. */
  private static final int BIAS = 512;

  private static final long BIASES = fields(BIAS, BIAS, BIAS);
  private static final long OUT_OF_RANGE = fields(0x700, 0x700, 0x700);

  private final long[] ofLuma = new long[256];
  private final long[] ofU = new long[256];
  private final long[] ofV = new long[256];

  private YuvTables(boolean fullRange) {
    int lumaFactor = fullRange ? 1 << 16 : (1 << 16) * 255 / 219;
    int black = fullRange ? 0 : 16;
    for (int i = 0; i < 256; i++) {
      int luma = product(i - black, lumaFactor) + BIAS;
      ofLuma[i] = fields(luma, luma, luma);
      ofU[i] = fields(chroma(i, BLUE_OF_U, fullRange), chroma(i, GREEN_OF_U, fullRange), 0);
      ofV[i] = fields(0, chroma(i, GREEN_OF_V, fullRange), chroma(i, RED_OF_V, fullRange));
    }
  }

  private static int chroma(int value, int factor, boolean fullRange) {
    return product(value - 128, fullRange ? factor * 224 / 255 : factor);
  }

  /** Values are taken with 3 more bits, factors with 3 less; the product's lower half is cut off. */
  private static int product(int value, int factor) {
    return (8 * value * ((factor + 4) >> 3)) >> 16;
  }

  /** Negative fields borrow from the next; the sum with a bias that makes all positive is right again. */
  private static long fields(long blue, long green, long red) {
    return blue + (green << FIELD) + (red << (2 * FIELD));
  }

  /** The colours of one pixel, 0 to 255 each. */
  long colours(int luma, int u, int v) {
    long biased = ofLuma[luma] + ofU[u] + ofV[v];
    long colours = biased ^ BIASES;
    return (colours & OUT_OF_RANGE) == 0 ? colours : clamp(biased);
  }

  private static long clamp(long biased) {
    return fields(clampField(biased, 0), clampField(biased, FIELD), clampField(biased, 2 * FIELD));
  }

  private static int clampField(long biased, int shift) {
    int colour = (int) (biased >>> shift & FIELD_MASK) - BIAS;
    return Math.max(0, Math.min(255, colour));
  }
}
