package io.heimdex.operators.detect;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often reading is tried again before the task fails. Any frame that gets through starts the count anew.
 *
 * @param retries after the first failure
 * @param firstPause doubled after each retry
 */
public record RetryPolicy(int retries, Duration firstPause) implements Serializable {
  /** Pauses of 1, 2, 4 and 8 seconds. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(4, Duration.ofSeconds(1));

  public RetryPolicy {
    if (retries < 0 || firstPause.isNegative()) {
      throw new IllegalArgumentException("Reading is retried " + retries + " times after "
          + firstPause + "; expected no negative value");
    }
  }

  boolean allows(int attempt) {
    return attempt <= retries;
  }

  /** Pause before a retry, counted from 1. */
  Duration pauseBefore(int attempt) {
    return firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
  }
}
