package io.heimdex.operators.detect;

import java.util.HashMap;
import java.util.Map;

/** How often reading each segment failed in a row, in this run of the task. For one thread. */
final class SourceFaults {
  /** Denials in a row, each of a fresh URL, until they are believed. */
  static final int DENIALS = 3;

  private final Map<Key, Faults> segments = new HashMap<>();

  private record Key(String videoId, long revision, int segment) {
    static Key of(SegmentProgress at) {
      return new Key(
          at.task().video().videoId(), at.task().video().revision(), at.task().index());
    }
  }

  /**
   * Faults in a row.
   *
   * @param denials those of them, the last ones, in which the server denied the bytes
   */
  record Faults(int tries, int denials) {
    boolean isDenied() {
      return denials >= DENIALS;
    }
  }

  /** One more. */
  Faults add(SegmentProgress at, boolean denied) {
    return segments.merge(
        Key.of(at),
        new Faults(1, denied ? 1 : 0),
        (before, one) -> new Faults(before.tries() + 1, denied ? before.denials() + 1 : 0));
  }

  /** It could be read, or has ended. */
  void forget(SegmentProgress at) {
    segments.remove(Key.of(at));
  }
}
