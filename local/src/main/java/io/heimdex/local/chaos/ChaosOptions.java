package io.heimdex.local.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a chaos run is to do.
 *
 * @param home for the data of both stacks and their logs; emptied first
 * @param cache of binaries, shared with other stacks
 * @param files videos; if there are none, some are made
 * @param videos how many are made
 * @param kills number of faults
 * @param seed of the faults and of the contents
 * @param kinds to draw the faults from
 * @param jobOptions more options of the job
 */
public record ChaosOptions(
    Path home,
    Path cache,
    List<Path> files,
    int videos,
    int kills,
    long seed,
    Set<FaultKind> kinds,
    Map<String, String> jobOptions) {
  public ChaosOptions {
    files = List.copyOf(files);
    kinds = Set.copyOf(kinds);
    jobOptions = Map.copyOf(jobOptions);
    if (videos < 1) {
      throw new IllegalArgumentException("There are " + videos + " videos; expected 1 or more");
    }
    if (kills < 1) {
      throw new IllegalArgumentException("There are " + kills + " kills; expected 1 or more");
    }
  }
}
