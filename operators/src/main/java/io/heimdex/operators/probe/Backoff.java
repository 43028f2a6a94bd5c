package io.heimdex.operators.probe;

import java.time.Duration;

/** Waits for an object that is not there yet: as long again as was waited already, from 200 ms up to 5 s. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Backoff() {}

  /**
   * How long to wait before the next try; never beyond the end of the time that is given.
   *
   * @param waited since the object was missed first
   * @param left of the time that is given
   */
  static Duration next(Duration waited, Duration left) {
    Duration wait = shorter(waited.compareTo(FIRST) < 0 ? FIRST : waited, LONGEST);
    return shorter(wait, left);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
