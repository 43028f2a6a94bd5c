package io.heimdex.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up a counter of subtasks that starts anew at 0 whenever the job does. It sees what it is shown: what was counted after
 * the last look at a subtask that then failed is missing. Not thread-safe.
 */
final class FrameMeter {
  private final Map<Integer, List<Attempt>> attempts = new TreeMap<>();

  /** Takes the values of all subtasks at one time. */
  void look(long nanos, Map<Integer, Long> values) {
    values.forEach((subtask, value) -> {
      List<Attempt> all = attempts.computeIfAbsent(subtask, none -> new ArrayList<>());
      if (all.isEmpty() || value < all.get(all.size() - 1).last()) {
        all.add(new Attempt());
      }
      all.get(all.size() - 1).add(nanos, value);
    });
  }

  /** Over all subtasks and attempts. */
  long total() {
    return attempts.values().stream()
        .flatMap(List::stream)
        .mapToLong(Attempt::last)
        .sum();
  }

  /** What those that failed had counted in their last time, summed up. */
  long inTheLast(long nanos) {
    return attempts.values().stream()
        .flatMap(all -> all.subList(0, all.size() - 1).stream())
        .mapToLong(attempt -> attempt.inTheLast(nanos))
        .sum();
  }

  /** The counter of a subtask from one start of the job to the next. */
  private static final class Attempt {
    private final List<long[]> steps = new ArrayList<>();

    void add(long nanos, long value) {
      // What does not move says nothing of when it ended.
      if (steps.isEmpty() || value > last()) {
        steps.add(new long[] {nanos, value});
      }
    }

    long last() {
      return steps.get(steps.size() - 1)[1];
    }

    long inTheLast(long nanos) {
      long from = steps.get(steps.size() - 1)[0] - nanos;
      long before = 0;
      for (long[] step : steps) {
        before = step[0] <= from ? step[1] : before;
      }
      return last() - before;
    }
  }
}
