package io.heimdex.operators.shot;

import static io.heimdex.operators.media.Signature.LUMA_CELLS;
import static io.heimdex.operators.media.Signature.LUMA_COLUMNS;
import static io.heimdex.operators.media.Signature.LUMA_ROWS;

/**
 * Tells whether two frames that differ show the same scene all the same: in other light, after the camera moved, or because
 * what made the difference has gone by. Not thread-safe.
 */
final class SameScene {
  /** Furthest movement of the camera that is looked for, in cells. */
  private static final int FURTHEST_X = 6;

  private static final int FURTHEST_Y = 4;

  /** How much nearer the camera may come, or further. */
  private static final float[] ZOOMS = {1.1f, 1.2f, 1.35f, 1.5f, 1.75f, 2};

  /** Correlation of the cells from which on it may be the same scene in other light. */
  private static final double LEAST_CORRELATION = 0.9;

  /** Share of a change that may be left when other light explains it. */
  private static final double MOST_LEFT = 0.3;

  private static final int BLACK = 16;

  /** Longest time that a flash or an object in front of the camera lasts. */
  private static final long PASSING_MICROS = 500_000;

  /** How far from a change the frame beyond it is looked for. */
  private static final long BESIDE_MICROS = 120_000;

  private static final int MOST_PASSING = 40;
  private static final int MOST_BESIDE = 8;
  private static final int LEAST_BESIDE = 2;

  private final SignatureWindow window;

  SameScene(SignatureWindow window) {
    this.window = window;
  }

  /**
   * Whether more or less light on the same scene explains most of a change: the luma of one frame is a linear function of that of the
   * other, with a gain and nothing more added than that the black stays black.
   */
  boolean isInOtherLight(long one, long other, float change) {
    double meanOne = mean(one);
    double meanOther = mean(other);
    double covariance = 0;
    double varianceOne = 0;
    double varianceOther = 0;
    for (int i = 0; i < LUMA_CELLS; i++) {
      double x = window.cell(one, i) - meanOne;
      double y = window.cell(other, i) - meanOther;
      covariance += x * y;
      varianceOne += x * x;
      varianceOther += y * y;
    }
    if (covariance < LEAST_CORRELATION * Math.sqrt(Math.max(1, varianceOne * varianceOther))) {
      return false;
    }
    double gain = covariance / varianceOne;
    double bias = meanOther - gain * meanOne;
    double added = Math.abs(bias - BLACK * (1 - gain));
    return added <= 20 + 0.7 * Math.abs(meanOther - meanOne)
        && left(one, other, gain, bias) < MOST_LEFT * change;
  }

  private double left(long one, long other, double gain, double bias) {
    double sum = 0;
    for (int i = 0; i < LUMA_CELLS; i++) {
      double x = gain * window.cell(one, i) + bias;
      double y = window.cell(other, i);
      double least = gain * window.low(one, i) + bias;
      double most = gain * window.high(one, i) + bias;
      sum += beyond(x, window.low(other, i), window.high(other, i)) + beyond(y, least, most);
    }
    return sum / (2 * LUMA_CELLS);
  }

  private static double beyond(double value, double least, double most) {
    return Math.max(0, Math.max(least - value, value - most));
  }

  private double mean(long frame) {
    int sum = 0;
    for (int i = 0; i < LUMA_CELLS; i++) {
      sum += window.cell(frame, i);
    }
    return (double) sum / LUMA_CELLS;
  }

  /** As {@link SignatureWindow#distance} of the luma where two frames overlap best, after a movement or a zoom. */
  float distanceAfterMovement(long one, long other) {
    float least = Float.MAX_VALUE;
    int bestX = 0;
    int bestY = 0;
    for (int y = -FURTHEST_Y; y <= FURTHEST_Y; y += 2) {
      for (int x = -FURTHEST_X; x <= FURTHEST_X; x += 2) {
        float moved = moved(one, other, x, y, least);
        if (moved < least) {
          least = moved;
          bestX = x;
          bestY = y;
        }
      }
    }
    for (int i = 0; i < 9; i++) {
      least = Math.min(least, moved(one, other, bestX + i % 3 - 1, bestY + i / 3 - 1, least));
    }
    for (float zoom : ZOOMS) {
      least = Math.min(least, Math.min(zoomed(one, other, zoom), zoomed(other, one, zoom)));
    }
    return least;
  }

  /** With the centre of one frame filling the other. */
  private float zoomed(long one, long other, float zoom) {
    int sum = 0;
    for (int y = 0; y < LUMA_ROWS; y++) {
      int sourceRow = shrunk(y, LUMA_ROWS, zoom) * LUMA_COLUMNS;
      for (int x = 0; x < LUMA_COLUMNS; x++) {
        int source = sourceRow + shrunk(x, LUMA_COLUMNS, zoom);
        sum += window.outside(one, source, other, y * LUMA_COLUMNS + x);
      }
    }
    return sum / (2f * LUMA_CELLS);
  }

  private static int shrunk(int at, int cells, float zoom) {
    float middle = cells / 2f;
    return (int) (middle + (at + 0.5f - middle) / zoom);
  }

  /** Gives up where it gets larger than a limit. */
  private float moved(long one, long other, int x, int y, float limit) {
    int columns = LUMA_COLUMNS - Math.abs(x);
    int rows = LUMA_ROWS - Math.abs(y);
    int a = Math.max(0, y) * LUMA_COLUMNS + Math.max(0, x);
    int b = Math.max(0, -y) * LUMA_COLUMNS + Math.max(0, -x);
    int cells = columns * rows;
    float most = limit * 2 * cells;
    int sum = 0;
    for (int row = 0; row < rows && sum < most; row++) {
      for (int i = row * LUMA_COLUMNS, stop = i + columns; i < stop; i++) {
        sum += window.outside(one, a + i, other, b + i);
      }
    }
    return sum / (2f * cells);
  }

  /** Which share of the change within an interval a moving camera explains: 1 all of it, 0 nothing. */
  float movement(long from, long to) {
    long step = Math.max(2, (to - from) / 3);
    float still = 0.1f;
    float moved = 0;
    for (long frame = from; frame + step <= to; frame += step) {
      still += moved(frame, frame + step, 0, 0, Float.MAX_VALUE);
      moved += distanceAfterMovement(frame, frame + step);
    }
    return 1 - moved / still;
  }

  /**
   * Whether the picture of before a change is there again soon after it, or the one of after was there shortly before: what lies
   * between is a flash, or something that passes.
   *
   * @param limit the {@link SignatureWindow#distance} below which two pictures are the same
   */
  boolean comesBack(long start, long end, float limit) {
    return isRepeated(
            back(start, BESIDE_MICROS, MOST_BESIDE),
            start,
            end,
            forth(end, PASSING_MICROS, MOST_PASSING),
            limit)
        || isRepeated(
            back(start, PASSING_MICROS, MOST_PASSING),
            start,
            end,
            forth(end, BESIDE_MICROS, MOST_BESIDE),
            limit);
  }

  private long back(long frame, long micros, int most) {
    return window.back(frame, micros, LEAST_BESIDE, most);
  }

  private long forth(long frame, long micros, int most) {
    return window.forth(frame, micros, LEAST_BESIDE, most);
  }

  /** Looks at fewer frames the further they are. */
  private boolean isRepeated(long earliest, long start, long end, long latest, float limit) {
    for (long before = start; before >= earliest; before -= 1 + (start - before) / 4) {
      for (long after = end; after <= latest; after += 1 + (after - end) / 4) {
        if (window.distance(before, after) < limit) {
          return true;
        }
      }
    }
    return false;
  }
}
