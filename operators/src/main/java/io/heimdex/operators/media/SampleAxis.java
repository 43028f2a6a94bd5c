package io.heimdex.operators.media;

/**
 * Where the pixels of a smaller picture lie between the pixels of a larger one, along one axis: as OpenCV's INTER_LINEAR has
 * it for 8-bit pictures, weights in 1/2048.
 *
 * @param first the nearer pixel on the left (or above), for each pixel of the smaller picture
 * @param weight of the pixel after {@code first}; where it is 0 there may be none
 */
record SampleAxis(int[] first, int[] weight) {
  /** The sum of both pixels' weights. */
  static final int UNITY = 2048;

  /** From {@code larger} pixels to {@code smaller}. */
  static SampleAxis of(int larger, int smaller) {
    int[] first = new int[smaller];
    int[] weight = new int[smaller];
    double step = 1 / ((double) smaller / larger);
    for (int i = 0; i < smaller; i++) {
      float centre = (float) ((i + 0.5) * step - 0.5);
      int left = (int) Math.floor(centre);
      float fraction = centre - left;
      boolean outside = left < 0 || left >= larger - 1;
      first[i] = Math.max(0, Math.min(larger - 1, left));
      weight[i] = outside ? 0 : (int) Math.rint(fraction * UNITY);
    }
    return new SampleAxis(first, weight);
  }

  int size() {
    return first.length;
  }
}
