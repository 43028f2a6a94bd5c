package io.heimdex.local.chaos;

import java.util.HashMap;
import java.util.Map;

/** How often each file was asked to be decoded. Not thread-safe. */
final class FrameBudget {
  private final Map<Integer, Integer> times = new HashMap<>();

  void add(Content content) {
    times.merge(content.index(), 1, Integer::sum);
  }

  /** Frames in all. @param framesOfFile by the index of the file */
  long frames(Map<Integer, Long> framesOfFile) {
    return times.entrySet().stream()
        .mapToLong(entry -> entry.getValue() * framesOfFile.getOrDefault(entry.getKey(), 0L))
        .sum();
  }

  /** How often any file was. */
  int contents() {
    return times.values().stream().mapToInt(Integer::intValue).sum();
  }

  FrameBudget copy() {
    FrameBudget copy = new FrameBudget();
    copy.times.putAll(times);
    return copy;
  }
}
