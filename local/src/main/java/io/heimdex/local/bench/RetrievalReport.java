package io.heimdex.local.bench;

import java.util.Locale;

/**
 * How often the picture that a model finds nearest is one of the same scene.
 *
 * @param pictures keyframes that were compared, each with all others
 * @param queries those of them whose scene has another one
 * @param hitRate the part of the queries whose nearest picture is of the same scene
 * @param histogramHitRate the same by a plain colour histogram
 * @param chance the same where the nearest is drawn by lot
 */
public record RetrievalReport(
    String bench,
    String model,
    int videos,
    int scenes,
    int pictures,
    int queries,
    double hitRate,
    double histogramHitRate,
    double chance) {

  /** For a person. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s: of %d queries among %d pictures of %d scenes of %d videos, the nearest picture is of the same scene for %.1f %%;"
            + " by colour histogram %.1f %%, by lot %.1f %%",
        model,
        queries,
        pictures,
        scenes,
        videos,
        100 * hitRate,
        100 * histogramHitRate,
        100 * chance);
  }
}
