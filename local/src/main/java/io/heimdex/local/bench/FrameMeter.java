package io.heimdex.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  /** What those that failed had counted in the last time before they failed, or before the cut if they failed after it. */
  long inTheLast(long nanos, long cut) {
    return failed().mapToLong(attempt -> attempt.inTheLast(nanos, cut)).sum();
  }

  /** What those that failed after the cut counted between the two. */
  long after(long cut) {
    return failed().mapToLong(attempt -> attempt.last() - attempt.at(cut)).sum();
  }

  private Stream<Attempt> failed() {
    return attempts.values().stream().flatMap(all -> all.subList(0, all.size() - 1).stream());
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

    long inTheLast(long nanos, long cut) {
      long end = Math.min(cut, steps.get(steps.size() - 1)[0]);
      return at(end) - at(end - nanos);
    }

    /** The value that was seen last by then; all of an attempt that began later is still to come. */
    long at(long time) {
      long value = 0;
      for (long[] step : steps) {
        value = step[0] <= time ? step[1] : value;
      }
      return value;
    }
  }
}
