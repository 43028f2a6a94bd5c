package io.heimdex.operators.publish;

import java.time.Duration;

/** How often a database transaction is tried again after a fault that passes by itself, and after what time. */
final class BackOff {
  /** Together with the first try six, over about six seconds. What lasts longer is left to Flink's restart strategy. */
  static final int RETRIES = 5;

  private static final Duration FIRST = Duration.ofMillis(200);

  private BackOff() {}

  /** Waits twice as long each time. @param retry from 0 */
  static void sleep(int retry) throws InterruptedException {
    Thread.sleep(FIRST.toMillis() << retry);
  }
}
