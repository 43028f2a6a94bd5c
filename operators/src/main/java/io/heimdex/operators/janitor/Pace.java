package io.heimdex.operators.janitor;

import java.util.concurrent.TimeUnit;

/** Spreads requests over time. Not thread-safe. */
final class Pace {
  private final long intervalNanos;
  private long nextNanos = System.nanoTime();

  Pace(int perSecond) {
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Returns when the next request may be made. */
  void await() throws InterruptedException {
    long now = System.nanoTime();
    long wait = nextNanos - now;
    nextNanos = Math.max(now, nextNanos) + intervalNanos;
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
