package io.heimdex.operators.shot;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the pictures that stand for a scene: near its middle and near 25 and 75 %, among those that are neither black nor
 * blurred by the scene's own measure. The one nearest the middle is the thumbnail.
 *
 * @param keyframes presentation times, ascending
 * @param thumbnail index into {@code keyframes}; -1 if there is none
 */
record KeyframeChoice(List<Long> keyframes, int thumbnail) {
  /** Mean luma below which a picture is black, if the scene has a brighter one. */
  private static final float DARK = 24;

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
    List<Candidate> fit = sharp(bright(candidates));
    boolean[] taken = new boolean[fit.size()];
    long middle = 0;
    for (int i = 0; i < Math.min(PERCENTS.length, taken.length); i++) {
      int nearest = nearest(fit, taken, startPts + (endPts - startPts) / 100 * PERCENTS[i]);
      taken[nearest] = true;
      middle = i == 0 ? fit.get(nearest).ptsMicros() : middle;
    }
    List<Long> chosen = chosen(fit, taken);
    return new KeyframeChoice(chosen, chosen.indexOf(middle));
  }

  static boolean isDark(Candidate candidate) {
    return candidate.brightness() < DARK;
  }

  /** Without the black ones. In a scene that is dark all over, black is what has less than half the light of the brightest. */
  private static List<Candidate> bright(List<Candidate> candidates) {
    float brightest = 0;
    for (Candidate candidate : candidates) {
      brightest = Math.max(brightest, candidate.brightness());
    }
    float least = Math.min(DARK, brightest / 2);
    return candidates.stream().filter(c -> c.brightness() >= least).toList();
  }

  /** Without those that are less than half as sharp as the median. */
  private static List<Candidate> sharp(List<Candidate> candidates) {
    double[] sorted =
        candidates.stream().mapToDouble(Candidate::sharpness).sorted().toArray();
    double least = sorted[sorted.length / 2] / 2;
    return candidates.stream().filter(c -> c.sharpness() >= least).toList();
  }

  private static int nearest(List<Candidate> candidates, boolean[] taken, long pts) {
    int nearest = -1;
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]
          && (nearest < 0 || distance(candidates, i, pts) < distance(candidates, nearest, pts))) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static long distance(List<Candidate> candidates, int index, long pts) {
    return Math.abs(candidates.get(index).ptsMicros() - pts);
  }

  private static List<Long> chosen(List<Candidate> candidates, boolean[] taken) {
    List<Long> chosen = new ArrayList<>(PERCENTS.length);
    for (int i = 0; i < taken.length; i++) {
      if (taken[i]) {
        chosen.add(candidates.get(i).ptsMicros());
      }
    }
    return List.copyOf(chosen);
  }
}
