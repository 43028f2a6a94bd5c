package io.heimdex.operators.outage;

import io.heimdex.operators.database.SqlFaults;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dependency that is away, from the view of one operator: how long to wait before the next try, and a line in the log now and then
 * rather than with each try.
 *
 * <p>Pauses double from 0.2 s up to 10 s, each with a quarter of jitter. There is no last try: whoever waits ends when its task does.
 *
 * <p>Thread-safe.
 */
public final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 10_000;
  private static final long LOG_NANOS = Duration.ofMinutes(1).toNanos();

  /** A transaction, or several. */
  @FunctionalInterface
  public interface SqlWork<T> {
    T run() throws SQLException;
  }

  private final String dependency;
  private final Counter waits;

  private @Nullable Long sinceNanos;
  private long loggedNanos;

  /**
   * None yet.
   *
   * @param dependency for the log, with who needs it: {@code PostgreSQL, for staging scenes}
   * @param waits counts the pauses; thread-safe if this object is shared
   */
  public Outage(String dependency, Counter waits) {
    this.dependency = dependency;
    this.waits = waits;
  }

  /**
   * Notes a fault.
   *
   * @param tries in a row that failed, this one included
   * @return how long to wait before the next
   */
  public Duration fault(int tries, Throwable cause) {
    waits.inc();
    log(cause);
    long whole = Math.min(FIRST_MILLIS << Math.min(tries - 1, 10), LONGEST_MILLIS);
    return Duration.ofMillis(whole - ThreadLocalRandom.current().nextLong(whole / 4 + 1));
  }

  /** A try worked. */
  public synchronized void over() {
    if (sinceNanos != null) {
      LOG.info(
          "{} is back after {} s",
          dependency,
          Duration.ofNanos(System.nanoTime() - sinceNanos).toSeconds());
      sinceNanos = null;
    }
  }

  /**
   * Tries until it works, on the calling thread.
   *
   * @throws SQLException that does not pass by itself
   */
  public <T> T outlast(SqlWork<T> work) throws SQLException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        T result = work.run();
        over();
        return result;
      } catch (SQLException e) {
        if (!SqlFaults.isTransient(e)) {
          throw e;
        }
        Thread.sleep(fault(tries, e).toMillis());
      }
    }
  }

  private synchronized void log(Throwable cause) {
    long now = System.nanoTime();
    if (sinceNanos == null) {
      sinceNanos = now;
      loggedNanos = now;
      LOG.warn("{} does not answer as it should; waiting for it", dependency, cause);
    } else if (now - loggedNanos > LOG_NANOS) {
      loggedNanos = now;
      LOG.warn(
          "{} does not answer since {} s: {}",
          dependency,
          Duration.ofNanos(now - sinceNanos).toSeconds(),
          cause.toString());
    }
  }
}
