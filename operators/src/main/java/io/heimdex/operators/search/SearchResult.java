package io.heimdex.operators.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param scenes the nearest first
 * @param otherModels that made vectors of scenes which might be near, but can't be compared with the query: those scenes are left
 *     out
 */
public record SearchResult(List<FoundScene> scenes, List<String> otherModels) {
  public SearchResult {
    scenes = List.copyOf(scenes);
    otherModels = List.copyOf(otherModels);
  }
}
