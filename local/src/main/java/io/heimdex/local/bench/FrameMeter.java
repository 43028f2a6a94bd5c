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
  private final Map<Integer, Subtask> subtasks = new TreeMap<>();

  /** Takes the values of all subtasks at one time. */
  void look(long nanos, Map<Integer, Long> values) {
    values.forEach((subtask, value) ->
        subtasks.computeIfAbsent(subtask, none -> new Subtask()).look(nanos, value));
  }

  /** All subtasks begin anew. Their old values may be shown for a while. */
  void restarted() {
    subtasks.values().forEach(Subtask::restarted);
  }

  /** Over all subtasks and attempts. */
  long total() {
    return subtasks.values().stream().mapToLong(Subtask::total).sum();
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
    return subtasks.values().stream().flatMap(Subtask::failed);
  }

  /** The counters of one subtask, from its first attempt to its last. */
  private static final class Subtask {
    private final List<Attempt> attempts = new ArrayList<>(List.of(new Attempt()));
    private boolean restarted;

    void look(long nanos, long value) {
      long shown = newest().last();
      if (value < shown || (restarted && value > shown)) {
        attempts.add(new Attempt());
        restarted = false;
      }
      newest().add(nanos, value);
    }

    void restarted() {
      restarted = true;
    }

    /** Of one that began anew and shows its old value on: what is shown in the end is the value of the new attempt. */
    long total() {
      return attempts.stream().mapToLong(Attempt::last).sum()
          + (restarted ? newest().last() : 0);
    }

    Stream<Attempt> failed() {
      return attempts.subList(0, attempts.size() - (restarted ? 0 : 1)).stream();
    }

    private Attempt newest() {
      return attempts.get(attempts.size() - 1);
    }
  }

  /** The counter of a subtask from one start of the job to the next. */
  private static final class Attempt {
    private final List<long[]> steps = new ArrayList<>();

    void add(long nanos, long value) {
      // What does not move says nothing of when it ended.
      if (value > last()) {
        steps.add(new long[] {nanos, value});
      }
    }

    long last() {
      return steps.isEmpty() ? 0 : steps.get(steps.size() - 1)[1];
    }

    long inTheLast(long nanos, long cut) {
      long end = steps.isEmpty() ? cut : Math.min(cut, steps.get(steps.size() - 1)[0]);
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
