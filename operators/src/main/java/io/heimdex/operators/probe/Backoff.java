package io.heimdex.operators.probe;

import java.time.Duration;

/** Waits that double, from 200 ms up to 5 s. */
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 5000;

  private Backoff() {}

  /**
   * How long to wait before the next try; never beyond the end of the time that is given.
   *
   * @param tries made so far, at least 1
   * @param left of the time that is given
   */
  static Duration next(int tries, Duration left) {
    int doublings = Math.min(tries - 1, 10);
    Duration wait = Duration.ofMillis(Math.min(FIRST_MILLIS << doublings, LONGEST_MILLIS));
    return wait.compareTo(left) < 0 ? wait : left;
  }
}
