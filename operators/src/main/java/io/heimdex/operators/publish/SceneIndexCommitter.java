package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.database.SqlFaults;
import io.heimdex.operators.storage.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes staged scenes, one transaction a committable, and then removes the objects that nobody needs any more.
 *
 * <p>On replay: {@link SceneIndexTransaction} gives the same end state however often, and in whatever order, committables
 * of a video come. So a transient fault simply leaves this committable and those behind it for the next try; Flink calls again
 * at once, the wait is in here. What lasts fails the task, and the restore commits again.
 *
 * <p>Not thread-safe; called only from the task thread.
 */
final class SceneIndexCommitter implements Committer<SceneIndexCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(SceneIndexCommitter.class);

  /** The lock is held by another commit, or by a removal of objects. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  /** Inserting into the vector indexes is what takes long: thousands of scenes for a video of hours. */
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);

  private final SingleConnection database;
  private final ObjectStore objects;
  private final ObjectGarbage garbage;
  private final SceneIndexMetrics metrics;

  SceneIndexCommitter(
      DatabaseSettings database,
      ObjectStore objects,
      String derivedBucket,
      SceneIndexMetrics metrics) {
    this.database =
        new SingleConnection(database, "heimdex-commit", LOCK_TIMEOUT, STATEMENT_TIMEOUT);
    this.objects = objects;
    this.garbage = new ObjectGarbage(objects, derivedBucket);
    this.metrics = metrics;
  }

  @Override
  public void commit(Collection<CommitRequest<SceneIndexCommittable>> requests)
      throws IOException, InterruptedException {
    boolean faulty = false;
    for (CommitRequest<SceneIndexCommittable> request : requests) {
      if (faulty) {
        request.retryLater();
      } else if (tryToCommit(request)) {
        removeGarbageOf(request.getCommittable().video().videoId());
      } else {
        faulty = true;
        BackOff.sleep(request.getNumberOfRetries());
        request.retryLater();
      }
    }
  }

  /** False after a fault that passes by itself. */
  private boolean tryToCommit(CommitRequest<SceneIndexCommittable> request) throws IOException {
    SceneIndexCommittable committable = request.getCommittable();
    try {
      long start = System.nanoTime();
      CommitOutcome outcome = database.inTransaction(
          connection -> new SceneIndexTransaction(connection).apply(committable));
      metrics.committed(outcome, Duration.ofNanos(System.nanoTime() - start).toMillis());
      LOG.debug(
          "{} generation {} of video {}",
          outcome,
          committable.video().generation(),
          committable.video().videoId());
      return true;
    } catch (SQLException e) {
      if (!SqlFaults.isTransient(e) || request.getNumberOfRetries() >= BackOff.RETRIES) {
        throw new IOException(
            "Could not " + committable.kind() + " generation "
                + committable.video().generation()
                + " of video " + committable.video().videoId() + " after "
                + (request.getNumberOfRetries() + 1) + " tries",
            e);
      }
      LOG.warn("Commit of video {} is tried again", committable.video().videoId(), e);
      return false;
    }
  }

  /** The commit is done and stays so. Objects that can't be removed now are still noted: the next commit, or the janitor, will. */
  private void removeGarbageOf(String videoId) {
    try {
      database.inTransaction(connection -> garbage.removeOf(connection, videoId));
    } catch (SQLException | RuntimeException e) {
      LOG.warn("Objects of video {} that are not needed any more stay for now", videoId, e);
    }
  }

  @Override
  public void close() {
    database.close();
    objects.close();
  }
}
