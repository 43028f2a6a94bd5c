package io.heimdex.local.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.janitor.Janitor;
import io.heimdex.operators.janitor.JanitorSettings;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A janitor that sweeps all the time, as fast as it can. */
public final class JanitorLoop implements AutoCloseable {
  private static final JanitorSettings SETTINGS =
      JanitorSettings.decided(Duration.ofDays(1), 100_000);

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final AtomicInteger sweeps = new AtomicInteger();
  private final Future<?> work;
  private volatile boolean closed;

  public JanitorLoop(DatabaseSettings database, S3Settings s3) {
    work = thread.submit(() -> {
      try (Janitor janitor =
          new Janitor(database, new S3ObjectStoreFactory(s3), s3.derivedBucket())) {
        while (!closed) {
          janitor.sweep(SETTINGS, examined -> {});
          sweeps.incrementAndGet();
        }
      }
      return null;
    });
  }

  /** Sweeps that are done. */
  public int sweeps() {
    return sweeps.get();
  }

  /** Fails if a sweep has failed. */
  @Override
  public void close() throws Exception {
    closed = true;
    work.get(1, TimeUnit.MINUTES);
    thread.shutdown();
  }
}
