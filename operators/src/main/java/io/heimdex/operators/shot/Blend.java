package io.heimdex.operators.shot;

import static io.heimdex.operators.media.Signature.BYTES;
import static io.heimdex.operators.media.Signature.LUMA_CELLS;
import static io.heimdex.operators.media.Signature.U;

/**
 * How the frames between two others lie between them, when each is taken as a mix of the two: in a dissolve they are just that, with
 * a share of the second that grows evenly; a wipe leaves a part unexplained; a moving camera leaves more, or jumps.
 *
 * @param residual share of the change, squared, that no mix explains; the mean over the frames
 * @param unevenness how far the share of the second frame strays at most from growing evenly, 0 to 1
 */
record Blend(float residual, float unevenness) {
  /** Share of another picture that hardly shows. */
  private static final float LITTLE = 0.08f;

  /** Frames that are looked at, about. */
  private static final int SAMPLES = 10;

  /** Fits the frames between two. */
  static Blend of(SignatureWindow window, long from, long to) {
    return fit(window, from, to, to - 1, step(from, to));
  }

  /** Fits the frame in the middle alone. */
  static Blend ofMiddle(SignatureWindow window, long from, long to) {
    return fit(window, from, to, (from + to) / 2, to - from);
  }

  private static Blend fit(SignatureWindow window, long from, long to, long latest, long step) {
    int[] change = new int[BYTES];
    int norm = 1;
    for (int i = 0; i < BYTES; i++) {
      change[i] = window.cell(to, i) - window.cell(from, i);
      norm += weight(i) * change[i] * change[i];
    }
    int samples = 0;
    double residuals = 0;
    double unevenness = 0;
    for (long frame = latest; frame > from; frame -= step) {
      int along = 0;
      int square = 0;
      for (int i = 0; i < BYTES; i++) {
        int moved = window.cell(frame, i) - window.cell(from, i);
        along += weight(i) * moved * change[i];
        square += weight(i) * moved * moved;
      }
      double share = (double) along / norm;
      double even = (double) (frame - from) / (to - from);
      residuals += Math.max(0, (double) square / norm - share * share);
      unevenness = Math.max(unevenness, Math.abs(share - even));
      samples++;
    }
    return new Blend((float) (residuals / Math.max(1, samples)), (float) unevenness);
  }

  /** The last frame before one that is to be reached of which next to nothing is there yet. */
  static long departure(SignatureWindow window, long from, long to) {
    long at = from;
    while (at + 1 < to && share(window, from, to, at + 1) <= LITTLE) {
      at++;
    }
    return at;
  }

  /** The first frame after one that was left in which next to nothing is left of it. */
  static long arrival(SignatureWindow window, long from, long to) {
    long at = to;
    while (at - 1 > from && share(window, from, to, at - 1) >= 1 - LITTLE) {
      at--;
    }
    return at;
  }

  private static float share(SignatureWindow window, long from, long to, long frame) {
    int along = 0;
    int norm = 1;
    for (int i = 0; i < BYTES; i++) {
      int change = window.cell(to, i) - window.cell(from, i);
      along += weight(i) * change * (window.cell(frame, i) - window.cell(from, i));
      norm += weight(i) * change * change;
    }
    return (float) along / norm;
  }

  /** There are four times as many cells of luma as of each chroma channel. */
  private static int weight(int index) {
    return index < U ? 1 : 4;
  }

  private static long step(long from, long to) {
    return 1 + (to - from) / SAMPLES;
  }

  /** How far the luma of the frames between two leaves the values in between, relative to the change: 0 in dissolves and wipes. */
  static float excursion(SignatureWindow window, long from, long to) {
    long sum = 0;
    int samples = 0;
    for (long frame = from + 1; frame < to; frame += step(from, to)) {
      for (int i = 0; i < LUMA_CELLS; i++) {
        int value = window.cell(frame, i);
        int least = Math.min(window.low(from, i), window.low(to, i));
        int most = Math.max(window.high(from, i), window.high(to, i));
        sum += Math.max(0, Math.max(least - value, value - most));
      }
      samples++;
    }
    int change = 0;
    for (int i = 0; i < LUMA_CELLS; i++) {
      change += Math.abs(window.cell(from, i) - window.cell(to, i));
    }
    return (float) sum / Math.max(1, samples) / Math.max(1, change);
  }
}
