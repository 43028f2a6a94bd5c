package io.heimdex.operators.media;

/** What each value of Y, U and V adds to red, green and blue, by BT.601 in swscale's 16-bit arithmetic. */
final class YuvTables {
  static final YuvTables LIMITED = new YuvTables(false);
  static final YuvTables FULL = new YuvTables(true);

  /** BT.601 in 1/65536, for chroma of limited range. */
  private static final int RED_OF_V = 104_597;

  private static final int BLUE_OF_U = 132_201;
  private static final int GREEN_OF_U = -25_675;
  private static final int GREEN_OF_V = -53_279;

  final int[] luma;
  final int[] redOfV;
  final int[] blueOfU;
  final int[] greenOfU;
  final int[] greenOfV;

  private YuvTables(boolean fullRange) {
    luma = fullRange ? table(1 << 16, 0) : table((1 << 16) * 255 / 219, 16);
    redOfV = chroma(RED_OF_V, fullRange);
    blueOfU = chroma(BLUE_OF_U, fullRange);
    greenOfU = chroma(GREEN_OF_U, fullRange);
    greenOfV = chroma(GREEN_OF_V, fullRange);
  }

  private static int[] chroma(int factor, boolean fullRange) {
    return table(fullRange ? factor * 224 / 255 : factor, 128);
  }

  /** Samples are taken with 3 more bits, factors with 3 less; the product's lower half is cut off. */
  private static int[] table(int factor, int zero) {
    int coefficient = (factor + 4) >> 3;
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (8 * (i - zero) * coefficient) >> 16;
    }
    return table;
  }
}
