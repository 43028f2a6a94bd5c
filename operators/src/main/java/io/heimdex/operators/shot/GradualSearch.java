package io.heimdex.operators.shot;

import java.util.List;
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

  /** Share of a change that a transition's first or last frame at least has. */
  private static final float LITTLE = 0.05f;

  private static final float MOST_MOVEMENT = 0.65f;

  private final SignatureWindow window;
  private final SameScene same;

  GradualSearch(SignatureWindow window, SameScene same) {
    this.window = window;
    this.same = same;
  }

  /** Looks at what ends at the newest frame; what cannot win over those found already is left out. */
  void look(List<FoundTransition> already, Consumer<FoundTransition> found) {
    long to = window.end() - 1;
    long tried = to - LEAST_FRAMES + 1;
    for (long span : SPANS_MICROS) {
      long from = window.back(to, span, LEAST_FRAMES, MOST_FRAMES);
      // Long intervals are known well enough if every eighth part of them is tried.
      if (from < tried && to % Math.max(1, (to - from) / 8) == 0) {
        tried = from;
        lookAt(from, to, already, found);
      }
    }
  }

  private void lookAt(
      long from, long to, List<FoundTransition> already, Consumer<FoundTransition> found) {
    float difference = window.difference(from, to);
    float straightness = difference / Math.max(0.001f, window.path(from, to));
    if (difference < LEAST_DIFFERENCE
        || straightness < LEAST_STRAIGHTNESS
        || window.isFlat(from)
        || window.isFlat(to)) {
      return;
    }
    float distance = window.distance(from, to);
    if (distance < LEAST_DISTANCE || window.largestJump(from + 1, to) > MOST_AT_ONCE * distance) {
      return;
    }
    Blend blend = Blend.of(window, from, to);
    boolean dissolve = isDissolve(blend, distance);
    boolean mayBeWipe = blend.residual() <= 0.35f
        && blend.unevenness() <= 0.3f
        && window.pts(to) - window.pts(from) <= LONGEST_WIPE_MICROS;
    if (!dissolve && !mayBeWipe) {
      return;
    }
    FoundTransition transition = FoundTransition.of(
        dissolve ? TransitionKind.DISSOLVE : TransitionKind.WIPE,
        from,
        to,
        distance * (1 - blend.unevenness()) * (1 - blend.residual()));
    if (already.stream().noneMatch(other -> other.overlaps(transition) && other.beats(transition))
        && (dissolve ? isNoMovement(from, to) : isWipe(from, to, distance, straightness))
        && !same.isInOtherLight(from, to, distance)) {
      found.accept(trimmed(transition));
    }
  }

  /** Without the frames at both ends that hardly differ from the outermost ones. */
  private FoundTransition trimmed(FoundTransition found) {
    long start = found.start();
    long end = found.end();
    float little = LITTLE * window.difference(start, end);
    while (start + 1 < found.end() && window.difference(found.start(), start + 1) < little) {
      start++;
    }
    while (end - 1 > start + 1 && window.difference(end - 1, found.end()) < little) {
      end--;
    }
    return FoundTransition.of(found.kind(), start, end, found.score());
  }

  /** The smaller the change the better it has to fit. */
  private static boolean isDissolve(Blend blend, float distance) {
    return blend.residual() <= 0.12f * Math.min(1, distance / 40) && blend.unevenness() <= 0.25f;
  }

  private boolean isNoMovement(long from, long to) {
    return same.distanceAfterMovement(from, to) >= 2 && same.movement(from, to) <= MOST_MOVEMENT;
  }

  /** Each cell goes from what it was to what it will be and nowhere else; small changes have to be clean. */
  private boolean isWipe(long from, long to, float distance, float straightness) {
    float excursion = Blend.excursion(window, from, to);
    if (distance >= 16 && straightness >= 0.8f && excursion <= 0.005f) {
      return same.movement(from, to) < 0.4f;
    }
    return distance >= 24
        && straightness >= 0.5f
        && excursion <= 0.03f * Math.min(1, distance / 50)
        && same.distanceAfterMovement(from, to) >= 6
        && same.movement(from, to) <= MOST_MOVEMENT;
  }
}
