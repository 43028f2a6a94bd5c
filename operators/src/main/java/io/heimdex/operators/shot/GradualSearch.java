package io.heimdex.operators.shot;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds dissolves and wipes: intervals that end at the newest frame, of several lengths, over which the picture goes a straight way
 * to another one. Which of those that overlap is the right one is for {@link Findings} to tell. Not thread-safe.
 */
final class GradualSearch {
  private static final long[] SPANS_MICROS = {
    120_000, 200_000, 280_000, 400_000, 560_000, 800_000, 1_200_000, 1_700_000, 2_400_000
  };
  private static final int LEAST_FRAMES = 3;
  private static final int MOST_FRAMES = 160;
  private static final long LONGEST_WIPE_MICROS = 1_300_000;

  private static final float LEAST_DIFFERENCE = 18;
  private static final float LEAST_DISTANCE = 12;
  private static final float LEAST_STRAIGHTNESS = 0.25f;
  /** A larger part of the distance in one jump is a cut, or not one transition. */
  private static final float MOST_AT_ONCE = 0.5f;

  private static final float MOST_UNEVEN_WIPE = 0.3f;
  private static final float MOST_MOVEMENT = 0.65f;

  private final SignatureWindow window;
  private final SameScene same;

  GradualSearch(SignatureWindow window, SameScene same) {
    this.window = window;
    this.same = same;
  }

  /** Looks at what ends at the newest frame. What is found has yet to be {@link #confirmed}. */
  void look(Consumer<FoundTransition> found) {
    long to = window.end() - 1;
    long tried = to - LEAST_FRAMES + 1;
    long from = to;
    for (long span : SPANS_MICROS) {
      from = window.back(to, from, span, LEAST_FRAMES, MOST_FRAMES);
      // Long intervals are known well enough if every eighth part of them is tried.
      if (from < tried && to % Math.max(1, (to - from) / 8) == 0) {
        tried = from;
        lookAt(from, to, found);
      }
    }
  }

  private void lookAt(long from, long to, Consumer<FoundTransition> found) {
    if (window.path(from, to) < LEAST_DIFFERENCE || window.isFlat(from) || window.isFlat(to)) {
      return;
    }
    float difference = window.difference(from, to);
    float straightness = difference / window.path(from, to);
    if (difference < LEAST_DIFFERENCE || straightness < LEAST_STRAIGHTNESS) {
      return;
    }
    float distance = window.distance(from, to);
    if (distance < LEAST_DISTANCE || window.largestJump(from + 1, to) > MOST_AT_ONCE * distance) {
      return;
    }
    if (mayBePush(from, to, distance) && Push.explains(window, from, to)) {
      found.accept(FoundTransition.of(TransitionKind.WIPE, from, to, distance));
      return;
    }
    if (Blend.ofMiddle(window, from, to).unevenness() > MOST_UNEVEN_WIPE) {
      return;
    }
    Blend blend = Blend.of(window, from, to);
    boolean dissolve = isDissolve(blend, distance);
    if (dissolve || isWipe(from, to, blend, distance, straightness)) {
      found.accept(FoundTransition.of(
          dissolve ? TransitionKind.DISSOLVE : TransitionKind.WIPE,
          from,
          to,
          distance * (1 - blend.unevenness()) * (1 - blend.residual())));
    }
  }

  /** It stands still at both ends: so it is not looked for at every frame of a pan. */
  private boolean mayBePush(long from, long to, float distance) {
    float still = 0.2f * window.path(from, to) / (to - from);
    return distance >= 24
        && to - from >= 5
        && window.pts(to) - window.pts(from) <= LONGEST_WIPE_MICROS
        && window.step(to) <= still
        && (from == window.first() || window.step(from) <= still);
  }

  /** The smaller the change the better it has to fit. */
  private static boolean isDissolve(Blend blend, float distance) {
    return blend.residual() <= 0.12f * Math.min(1, distance / 40) && blend.unevenness() <= 0.25f;
  }

  /** Each cell goes from what it was to what it will be and nowhere else; small changes have to be clean. */
  private boolean isWipe(long from, long to, Blend blend, float distance, float straightness) {
    if (blend.residual() > 0.35f
        || blend.unevenness() > MOST_UNEVEN_WIPE
        || window.pts(to) - window.pts(from) > LONGEST_WIPE_MICROS
        || distance < 16
        || straightness < 0.5f) {
      return false;
    }
    float excursion = Blend.excursion(window, from, to);
    return isClean(excursion, straightness)
        || (distance >= 24 && excursion <= 0.03f * Math.min(1, distance / 50));
  }

  private static boolean isClean(float excursion, float straightness) {
    return straightness >= 0.8f && excursion <= 0.005f;
  }

  /** The transition, without the frames at its ends that hardly differ; none if light or movement explain it. */
  Optional<FoundTransition> confirmed(FoundTransition found) {
    boolean stands = (found.kind() == TransitionKind.DISSOLVE
            ? isNoMovingDissolve(found.start(), found.end())
            : isNoMovingWipe(found.start(), found.end()))
        && !same.isInOtherLight(
            found.start(), found.end(), window.distance(found.start(), found.end()));
    return stands ? Optional.of(trimmed(found)) : Optional.empty();
  }

  /** No moving camera makes a perfect mix of two pictures, unless they are much the same. */
  private boolean isNoMovingDissolve(long from, long to) {
    return same.distanceAfterMovement(from, to) >= 2
        && (Blend.of(window, from, to).residual() <= 0.03f
            || same.movement(from, to) <= MOST_MOVEMENT);
  }

  private boolean isNoMovingWipe(long from, long to) {
    if (mayBePush(from, to, window.distance(from, to)) && Push.explains(window, from, to)) {
      return true;
    }
    float straightness = window.difference(from, to) / window.path(from, to);
    float movement = same.movement(from, to);
    if (isClean(Blend.excursion(window, from, to), straightness)) {
      return movement < 0.4f;
    }
    return movement <= MOST_MOVEMENT && same.distanceAfterMovement(from, to) >= 6;
  }

  private FoundTransition trimmed(FoundTransition found) {
    long start = Blend.departure(window, found.start(), found.end());
    long end = Blend.arrival(window, start, found.end());
    return FoundTransition.of(found.kind(), start, end, found.score());
  }
}
