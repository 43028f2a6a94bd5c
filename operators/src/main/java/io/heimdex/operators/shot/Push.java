package io.heimdex.operators.shot;

import static io.heimdex.operators.media.Signature.LUMA_CELLS;
import static io.heimdex.operators.media.Signature.LUMA_COLUMNS;
import static io.heimdex.operators.media.Signature.LUMA_ROWS;

/**
 * A wipe in which the new picture slides in from one side, and shoves the old one out (a push) or covers it. Each frame between is
 * then made of the two, cut at one place: no camera movement does that, for it shows what neither of the two does.
 */
final class Push {
  /** Frames between the ends that are looked at. */
  private static final int SAMPLES = 5;

  /** Share of the distance between the ends that may be left. */
  private static final float MOST_LEFT = 0.1f;

  private final SignatureWindow window;
  private final long from;
  private final long to;
  private final boolean across;
  private final boolean forward;
  private final boolean shoves;

  private Push(
      SignatureWindow window, long from, long to, boolean across, boolean forward, boolean shoves) {
    this.window = window;
    this.from = from;
    this.to = to;
    this.across = across;
    this.forward = forward;
    this.shoves = shoves;
  }

  /** Whether some direction explains the frames between two. */
  static boolean explains(SignatureWindow window, long from, long to) {
    float limit = MOST_LEFT * window.distance(from, to);
    for (int way = 0; way < 8; way++) {
      Push push = new Push(window, from, to, (way & 1) == 0, (way & 2) == 0, (way & 4) == 0);
      if (push.fitsMiddle(limit) && push.fits(limit)) {
        return true;
      }
    }
    return false;
  }

  private boolean fitsMiddle(float limit) {
    long middle = (from + to) / 2;
    return left(middle, place(middle), limit) < limit;
  }

  /** Whether the new picture comes on steadily: between the first and the last sample by two thirds of the way, but for two cells. */
  private boolean fits(float limit) {
    int first = length();
    int last = 0;
    for (int sample = 1; sample <= SAMPLES; sample++) {
      long frame = from + sample * (to - from) / (SAMPLES + 1);
      int place = place(frame);
      if (place <= last || left(frame, place, limit) >= limit) {
        return false;
      }
      first = Math.min(first, place);
      last = place;
    }
    return last - first >= 2 * length() / 3 - 2;
  }

  private int length() {
    return across ? LUMA_COLUMNS : LUMA_ROWS;
  }

  /** How many columns or rows of the new picture a frame shows. */
  private int place(long frame) {
    int best = 0;
    float least = Float.MAX_VALUE;
    for (int place = 0; place <= length(); place++) {
      float left = left(frame, place, least);
      if (left < least) {
        least = left;
        best = place;
      }
    }
    return best;
  }

  /** What the two pictures leave unexplained of a frame; gives up where that gets larger than a limit. */
  private float left(long frame, int place, float limit) {
    float most = limit * 2 * LUMA_CELLS;
    int sum = 0;
    for (int i = 0; i < LUMA_CELLS && sum < most; i++) {
      int at = across ? i % LUMA_COLUMNS : i / LUMA_COLUMNS;
      int along = forward ? at : length() - 1 - at;
      boolean fresh = along >= length() - place;
      int source = fresh ? along - (length() - place) : shoves ? along + place : along;
      int shift = (forward ? source : length() - 1 - source) - at;
      int cell = i + shift * (across ? 1 : LUMA_COLUMNS);
      sum += window.outside(fresh ? to : from, cell, frame, i);
    }
    return sum / (2f * LUMA_CELLS);
  }
}
