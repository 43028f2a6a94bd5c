package io.heimdex.local.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run consists of.
 *
 * @param videos real ones, run as they are and broken in many ways; if there are none, synthetic ones are made
 * @param files how many broken files are made
 * @param seed of the broken files
 * @param only the indices of broken files to run, and nothing else; empty for all
 * @param inFlight files that are sent and not final, at most
 * @param patience with one file before it counts as stuck
 * @param folder the files are made in
 * @param keepFiles whether they stay there when they are final
 */
public record TortureOptions(
    List<Path> videos,
    int files,
    long seed,
    List<Integer> only,
    int inFlight,
    Duration patience,
    Path folder,
    boolean keepFiles) {
  public TortureOptions {
    if (files < 0) {
      throw new IllegalArgumentException(
          files + " broken files are to be made; expected 0 or more");
    }
    videos = List.copyOf(videos);
    only = List.copyOf(only);
  }
}
