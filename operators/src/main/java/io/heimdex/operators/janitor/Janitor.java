package io.heimdex.operators.janitor;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.publish.ObjectGarbage;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStoreFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.function.LongConsumer;

/**
 * Removes what crashes and failures left behind: staged batches, objects, notes, claims and counted attempts that no live generation needs, and no
 * commit can publish, be it of a running job or of one that is restored from a checkpoint. The database alone tells.
 *
 * <p>Works in small steps that are each complete, with a bounded number of things in memory; so it may be interrupted at any time,
 * and several may work at once, beside the job.
 *
 * <p>Not thread-safe.
 */
public final class Janitor implements AutoCloseable {
  private final VideoTransactions transactions;
  private final ObjectStore store;
  private final String bucket;

  /**
   * Connects at the first sweep.
   *
   * @param bucket where thumbnails and sidecars lie
   */
  public Janitor(DatabaseSettings database, ObjectStoreFactory stores, String bucket) {
    this.transactions = new VideoTransactions(database);
    this.store = stores.open();
    this.bucket = bucket;
  }

  /**
   * Goes through everything once.
   *
   * @param progress told how many things have been looked at
   * @throws IOException if the database or the object store fails; what was removed by then is gone, the rest is left to the
   *     next sweep
   */
  public JanitorReport sweep(JanitorSettings settings, LongConsumer progress)
      throws IOException, InterruptedException {
    SweepCounts counts = new SweepCounts(settings.dryRun(), progress);
    Pace pace = new Pace(settings.requestsPerSecond());
    boolean dryRun = settings.dryRun();
    try {
      new StagingSweep(transactions, settings, counts).run();
      new NoteSweep(transactions, new ObjectGarbage(store, bucket), dryRun, counts, pace).run();
      new ObjectSweep(transactions, store, bucket, settings, counts, pace).run();
      RowSweep.CLAIMS.run(transactions, dryRun, counts.claims);
      RowSweep.ATTEMPTS.run(transactions, dryRun, counts.attempts);
      new MultipartSweep(store, bucket, settings, counts, pace).run();
    } catch (SQLException e) {
      throw new IOException("The database failed while the janitor worked: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return counts.report();
  }

  @Override
  public void close() {
    transactions.close();
    store.close();
  }
}
