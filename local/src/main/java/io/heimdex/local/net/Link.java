package io.heimdex.local.net;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How bytes pass at the moment. Thread-safe. */
final class Link {
  private boolean blocked;
  private volatile Duration toServer = Duration.ZERO;
  private volatile Duration toClient = Duration.ZERO;
  private volatile Duration jitter = Duration.ZERO;

  synchronized void block() {
    blocked = true;
  }

  void delay(Duration toServer, Duration toClient, Duration jitter) {
    if (toServer.isNegative() || toClient.isNegative() || jitter.isNegative()) {
      throw new IllegalArgumentException("The delays are " + toServer + ", " + toClient
          + " and the jitter " + jitter + "; expected 0 or more");
    }
    this.toServer = toServer;
    this.toClient = toClient;
    this.jitter = jitter;
  }

  synchronized void restore() {
    delay(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    blocked = false;
    notifyAll();
  }

  /** Returns when bytes may pass. */
  synchronized void awaitOpen() throws InterruptedException {
    while (blocked) {
      wait();
    }
  }

  long nanosToServer() {
    return drawn(toServer);
  }

  long nanosToClient() {
    return drawn(toClient);
  }

  private long drawn(Duration delay) {
    long spread = jitter.toNanos();
    return delay.toNanos() + (spread == 0 ? 0 : ThreadLocalRandom.current().nextLong(spread + 1));
  }
}
