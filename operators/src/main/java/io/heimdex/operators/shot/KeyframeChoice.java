package io.heimdex.operators.shot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses the pictures that stand for a scene: the best near its middle and near 25 and 75 %. Left out, where the scene has
 * better ones, is what lies in a transition, is black, flashes, is flat or is blurred. The best is sharp, has contrast, shows
 * little that is black or white, and lies near. The one for the middle is the thumbnail. docs/keyframes.md tells why.
 *
 * @param keyframes presentation times, ascending
 * @param thumbnail index into {@code keyframes}; -1 if there is none
 */
record KeyframeChoice(List<Long> keyframes, int thumbnail) {
  /** Mean luma below which a picture is black, if the scene has a brighter one. */
  private static final float DARK = 24;
  /** Standard deviation of the luma below which a picture is flat, if the scene has another. */
  private static final float FLAT = 8;
  /** Mean luma by which a flash, or a black-out, differs from the candidate before and the one after. */
  private static final float FLASH = 40;
  /** Share of the scene's length on either side of a place, within which the best picture is looked for. */
  private static final double REACH = 0.125;

  /** The middle first: the thumbnail has the first choice. */
  private static final int[] PERCENTS = {50, 25, 75};

  /**
   * Chooses among the candidates of a scene.
   *
   * @param startPts of the container, as are the candidates' times
   */
  static KeyframeChoice among(List<Candidate> candidates, long startPts, long endPts) {
    if (candidates.isEmpty()) {
      return new KeyframeChoice(List.of(), -1);
    }
    List<Candidate> fit = fit(candidates);
    double reach = REACH * (endPts - startPts);
    List<Long> chosen = new ArrayList<>(PERCENTS.length);
    for (int percent : PERCENTS) {
      if (!fit.isEmpty()) {
        long place = startPts + (endPts - startPts) / 100 * percent;
        chosen.add(fit.remove(best(fit, place, reach)).ptsMicros());
      }
    }
    long middle = chosen.get(0);
    List<Long> keyframes = chosen.stream().sorted().toList();
    return new KeyframeChoice(keyframes, keyframes.indexOf(middle));
  }

  /** Of two neighbours, whether the first is the worse one to keep. */
  static boolean isWorse(Candidate first, Candidate second) {
    if (first.pure() != second.pure()) {
      return second.pure();
    }
    boolean dark = first.brightness() < DARK;
    if (dark != second.brightness() < DARK) {
      return dark;
    }
    return first.sharpness() < second.sharpness();
  }

  private static List<Candidate> fit(List<Candidate> candidates) {
    List<Candidate> fit = withoutWorse(candidates, Candidate::pure);
    fit = withoutWorse(fit, atLeast(fit, DARK, Measure.BRIGHTNESS));
    fit = withoutWorse(fit, steady(fit));
    fit = withoutWorse(fit, atLeast(fit, FLAT, Measure.CONTRAST));
    return new ArrayList<>(withoutWorse(fit, sharp(fit)));
  }

  private static List<Candidate> withoutWorse(
      List<Candidate> candidates, Predicate<Candidate> good) {
    List<Candidate> better = candidates.stream().filter(good).toList();
    return better.isEmpty() ? candidates : better;
  }

  /** In a scene that has little of it all over, the bar is half of what the best one has. */
  private static Predicate<Candidate> atLeast(
      List<Candidate> candidates, float bar, Measure measure) {
    float greatest = greatest(candidates, measure);
    return candidate -> measure.of(candidate) >= Math.min(bar, greatest / 2);
  }

  /** Those that aren't much brighter, nor much darker, than both neighbours. */
  private static Predicate<Candidate> steady(List<Candidate> candidates) {
    List<Candidate> flashes = new ArrayList<>();
    for (int i = 1; i + 1 < candidates.size(); i++) {
      float fromBefore = candidates.get(i).brightness() - candidates.get(i - 1).brightness();
      float fromAfter = candidates.get(i).brightness() - candidates.get(i + 1).brightness();
      if (Math.min(fromBefore, fromAfter) > FLASH || Math.max(fromBefore, fromAfter) < -FLASH) {
        flashes.add(candidates.get(i));
      }
    }
    return candidate -> !flashes.contains(candidate);
  }

  /** Those that are at least half as sharp as the median. */
  private static Predicate<Candidate> sharp(List<Candidate> candidates) {
    double[] sorted =
        candidates.stream().mapToDouble(Candidate::sharpness).sorted().toArray();
    double least = sorted[sorted.length / 2] / 2;
    return candidate -> candidate.sharpness() >= least;
  }

  /** Index of the best within reach of a place; of the nearest if none is. */
  private static int best(List<Candidate> candidates, long place, double reach) {
    float sharpest = greatest(candidates, Measure.SHARPNESS);
    float strongest = greatest(candidates, Measure.CONTRAST);
    int nearest = 0;
    int best = -1;
    double bestScore = -1;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double distance = Math.abs(candidate.ptsMicros() - place);
      nearest = distance < Math.abs(candidates.get(nearest).ptsMicros() - place) ? i : nearest;
      double score = Math.sqrt(share(candidate.sharpness(), sharpest))
          * Math.sqrt(share(candidate.contrast(), strongest))
          * (1 - candidate.clipped())
          * (1 - distance / (2 * reach));
      if (distance <= reach && score > bestScore) {
        best = i;
        bestScore = score;
      }
    }
    return best < 0 ? nearest : best;
  }

  private static double share(float of, float greatest) {
    return greatest > 0 ? of / greatest : 1;
  }

  private static float greatest(List<Candidate> candidates, Measure measure) {
    float greatest = 0;
    for (Candidate candidate : candidates) {
      greatest = Math.max(greatest, measure.of(candidate));
    }
    return greatest;
  }

  /** What can be compared. */
  private enum Measure {
    BRIGHTNESS,
    CONTRAST,
    SHARPNESS;

    float of(Candidate candidate) {
      return switch (this) {
        case BRIGHTNESS -> candidate.brightness();
        case CONTRAST -> candidate.contrast();
        case SHARPNESS -> candidate.sharpness();
      };
    }
  }
}
