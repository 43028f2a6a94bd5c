package io.heimdex.operators.media;

import java.util.Arrays;

/**
 * Where a transition can be in a group of pictures, told from the sizes of its packets and from its ends: its sync frame, and
 * the next group's.
 *
 * <p>A cut inside of a group costs about as much as a sync frame, where its neighbours cost a fraction; so a group whose ends
 * agree and where no packet stands out has no transition. A gradual one leaves no such mark, but ends that differ. Packets of
 * some hundredth of a sync frame can't change a picture as a whole: such a stretch is still, whatever its ends.
 *
 * <p>Depends on the group and its ends alone.
 */
final class GroupPlan {
  /** A packet stands out if it is so many times as large as nine in ten of its group. */
  private static final double SPIKE = 3.5;
  /** What changes a whole picture takes at least this share of the sync frame's bytes. */
  private static final double LEAST_CHANGE = 0.05;
  /** Packets of less than this share of the sync frame's bytes change next to nothing. */
  private static final double STILL = 0.005;
  /** How many still packets must follow for a picture to be left out. */
  private static final int STILL_AHEAD = 8;
  /** Ends that differ by no more agree: mean over the small picture, 0 to 255. */
  private static final double AGREEMENT = 9;
  /** In a group of fewer frames they must agree better in proportion: a slow transition spans many short groups. */
  private static final int FULL_LENGTH = 48;
  /** A frame and the group's end that differ by no more: nothing but motion is between them. */
  private static final double REST_AGREEMENT = 4;
  /** Packets behind a spike that are decoded in any case: reordering may put the change there. */
  private static final int MARGIN = 4;

  private final int[] sizes;
  private final double still;
  private final int lastSpike;
  private final boolean skipped;

  /**
   * Of a group with both ends.
   *
   * @param sizes bytes of its packets in decoding order, the sync frame's first
   * @param endsDiffer {@link Look#difference} of its ends; infinite where it has no second one
   */
  GroupPlan(int[] sizes, double endsDiffer) {
    this.sizes = sizes;
    still = STILL * sizes[0];
    lastSpike = lastSpike();
    boolean agree = endsDiffer <= AGREEMENT * Math.min(1, (double) sizes.length / FULL_LENGTH);
    skipped = lastSpike < 0 && agree || isStill(1, sizes.length);
  }

  private int lastSpike() {
    int[] sorted = Arrays.copyOfRange(sizes, 1, sizes.length);
    if (sorted.length == 0) {
      return -1;
    }
    Arrays.sort(sorted);
    double bound = Math.max(SPIKE * sorted[(sorted.length - 1) * 9 / 10], LEAST_CHANGE * sizes[0]);
    int last = sizes.length - 1;
    while (last > 0 && sizes[last] <= bound) {
      last--;
    }
    return last > 0 ? last : -1;
  }

  private boolean isStill(int from, int to) {
    for (int i = from; i < to; i++) {
      if (sizes[i] >= still) {
        return false;
      }
    }
    return true;
  }

  /** Whether no frame but the sync frame need be decoded. */
  boolean isSkipped() {
    return skipped;
  }

  /** Whether a picture may be left out that no other refers to: nothing changes there. */
  boolean isStillAround(int packet) {
    return isStill(
        Math.max(1, packet - STILL_AHEAD), Math.min(sizes.length, packet + STILL_AHEAD + 1));
  }

  /** Whether all that stands out lies before a packet, with room to spare. */
  boolean isCalmFrom(int packet) {
    return lastSpike < 0 || packet > lastSpike + MARGIN;
  }

  /** The packet that stands out last in decoding order; -1 if none does. */
  int lastStandingOut() {
    return lastSpike;
  }

  /** Whether a frame that differs so much from the group's end can be the last that is decoded, where {@link #isCalmFrom}. */
  static boolean endsThere(double difference) {
    return difference <= REST_AGREEMENT;
  }
}
