package io.heimdex.jobs;

import io.heimdex.schema.Generations;

/**
 * Names everything that decides how a video's rows and objects look: the code's own version, the settings of detection, and the
 * models. Another pipeline version makes another generation of every video. Settings of speed (segments, batches, threads) are
 * no part of it.
 */
final class PipelineVersion {
  /** Raise when a change of the code changes scenes, keyframes, vectors, thumbnails or sidecars. */
  static final int CODE = 2;

  private PipelineVersion() {}

  /**
   * Names it, e.g. {@code 2-5f0c9b12}: the code's version and a digest of settings and models.
   *
   * @param models see {@link SceneModels#identity}
   */
  static String of(String detection, String models) {
    return CODE + "-"
        + Generations.of("scenes", detection, models, Integer.toString(CODE)).substring(0, 8);
  }
}
