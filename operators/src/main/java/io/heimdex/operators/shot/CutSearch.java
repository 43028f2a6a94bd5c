package io.heimdex.operators.shot;

import java.util.function.Consumer;

/**
 * Finds hard cuts: a jump that stands out from its neighbourhood, changes much of the picture, and that neither light nor
 * movement nor something that passes explains. Looks at a frame when enough frames after it are known. Not thread-safe.
 */
final class CutSearch {
  private static final long AHEAD_MICROS = 700_000;
  private static final int LEAST_AHEAD = 8;
  private static final int MOST_AHEAD = 40;

  private static final long NEAR_MICROS = 250_000;
  private static final int LEAST_NEAR = 3;
  private static final int MOST_NEAR = 16;

  /** A jump that is smaller is no cut, except where nothing moves. */
  private static final float LEAST_JUMP = 3;
  /** A jump that is smaller has to stand out from both sides, see {@link #standsOut}. */
  private static final float WEAK_JUMP = 6;

  private static final float STRONG_JUMP = 20;

  private static final float LEAST_SHARE = 0.3f;

  private static final long STILL_MICROS = 500_000;
  /** What compression leaves of movement where there is none. */
  private static final float STILL = 0.05f;

  private static final float LEAST_STILL_JUMP = 0.4f;
  private static final float LEAST_STILL_SHARE = 0.05f;
  private static final float LEAST_STILL_BOX = 0.2f;

  private final SignatureWindow window;
  private final SameScene same;
  private long next = 1;

  CutSearch(SignatureWindow window, SameScene same) {
    this.window = window;
    this.same = same;
  }

  /** The earliest frame that was not looked at. */
  long next() {
    return next;
  }

  /** Goes on from a frame. */
  void next(long frame) {
    next = frame;
  }

  void look(Consumer<FoundTransition> found) {
    long last = window.end() - 1;
    while (last - next >= MOST_AHEAD
        || (last - next >= LEAST_AHEAD && window.pts(last) - window.pts(next) >= AHEAD_MICROS)) {
      lookAt(next++, found);
    }
  }

  /** Looks at the last frames of a video. */
  void finish(Consumer<FoundTransition> found) {
    while (next < window.end()) {
      lookAt(next++, found);
    }
  }

  private void lookAt(long frame, Consumer<FoundTransition> found) {
    if (window.step(frame) < LEAST_STILL_JUMP
        || frame < LEAST_NEAR
        || frame + LEAST_NEAR > window.end()) {
      return;
    }
    float jump = window.jump(frame);
    if (jump < LEAST_STILL_JUMP) {
      return;
    }
    if (isStillAround(frame) ? isNewPage(frame, jump) : isCut(frame, jump)) {
      found.accept(FoundTransition.of(TransitionKind.CUT, frame - 1, frame, jump));
    }
  }

  /** Whether nothing at all moves around a frame, as in slides: there even small changes count. */
  private boolean isStillAround(long frame) {
    return largestBefore(frame, STILL_MICROS, MOST_AHEAD) <= STILL
        && largestAfter(frame, STILL_MICROS, MOST_AHEAD) <= STILL;
  }

  /** More than a caption that is laid over the picture. */
  private boolean isNewPage(long frame, float jump) {
    return window.changedShare(frame - 1, frame, 2) >= LEAST_STILL_SHARE
        && window.changedBox(frame - 1, frame, 1) >= LEAST_STILL_BOX
        && !same.isInOtherLight(frame - 1, frame, jump)
        && !same.comesBack(frame - 1, frame, 0.15f * jump);
  }

  private boolean isCut(long frame, float jump) {
    float before = largestBefore(frame, NEAR_MICROS, MOST_NEAR);
    float after = largestAfter(frame, NEAR_MICROS, MOST_NEAR);
    return jump >= LEAST_JUMP
        && standsOut(jump, Math.min(before, after), Math.max(before, after))
        && window.changedShare(frame - 1, frame, 2) >= LEAST_SHARE
        && (Math.max(before, after) <= 0.15f * jump
            || same.distanceAfterMovement(frame - 1, frame) >= 0.15f * jump)
        && !same.isInOtherLight(frame - 1, frame, jump)
        && !same.comesBack(
            frame - 1, frame, (Math.min(before, after) > 0.2f * jump ? 0.3f : 0.15f) * jump);
  }

  /** One shot may be full of movement, so it is the calmer side that counts; the weaker a jump the more the other does too. */
  private static boolean standsOut(float jump, float calmer, float busier) {
    float aboveBusier = jump < WEAK_JUMP ? 5 : jump < STRONG_JUMP ? 2.5f : 0;
    return jump >= 2 * calmer && jump >= aboveBusier * busier;
  }

  private float largestBefore(long frame, long micros, int most) {
    return window.largestJump(window.back(frame, micros, LEAST_NEAR, most), frame - 1);
  }

  private float largestAfter(long frame, long micros, int most) {
    return window.largestJump(frame + 1, window.forth(frame, micros, LEAST_NEAR, most));
  }
}
