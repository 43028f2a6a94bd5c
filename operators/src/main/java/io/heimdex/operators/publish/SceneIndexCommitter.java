package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.outage.Outage;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.schema.VideoRef;
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
 * of a video come. So a database that is away is simply waited for, here, as Flink counts the tries that it makes. What does
 * not pass fails the task, and the restore commits again.
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
  private final Outage outage;

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
    this.outage = new Outage("PostgreSQL, for publishing scenes,", metrics.databaseRetries());
  }

  @Override
  public void commit(Collection<CommitRequest<SceneIndexCommittable>> requests)
      throws IOException, InterruptedException {
    for (CommitRequest<SceneIndexCommittable> request : requests) {
      commit(request.getCommittable());
      removeGarbageOf(request.getCommittable().video().videoId());
    }
  }

  private void commit(SceneIndexCommittable committable) throws IOException, InterruptedException {
    VideoRef video = committable.video();
    try {
      CommitOutcome outcome = outage.outlast(() -> tryToCommit(committable));
      LOG.debug("{} generation {} of video {}", outcome, video.generation(), video.videoId());
    } catch (SQLException e) {
      throw new IOException(
          "Could not " + committable.kind() + " generation " + video.generation() + " of video "
              + video.videoId(),
          e);
    }
  }

  private CommitOutcome tryToCommit(SceneIndexCommittable committable) throws SQLException {
    long start = System.nanoTime();
    CommitOutcome outcome = database.inTransaction(
        connection -> new SceneIndexTransaction(connection).apply(committable));
    metrics.committed(outcome, Duration.ofNanos(System.nanoTime() - start).toMillis());
    return outcome;
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
