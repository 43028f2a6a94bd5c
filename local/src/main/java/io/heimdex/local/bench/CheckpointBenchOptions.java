package io.heimdex.local.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param videos of one encoder and settings, which are put one after another; if there are none, a synthetic one is made
 * @param length of the long video
 * @param checkpointInterval as the stack has it
 * @param folder for the long video
 */
public record CheckpointBenchOptions(
    List<Path> videos, Duration length, Duration checkpointInterval, Path folder) {
  public CheckpointBenchOptions {
    videos = List.copyOf(videos);
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException(
          "The video is to last " + length + "; expected more than none");
    }
  }
}
