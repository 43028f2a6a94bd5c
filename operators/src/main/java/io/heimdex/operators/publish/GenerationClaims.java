package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.outage.Outage;
import io.heimdex.schema.VideoRef;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells the database that objects of a generation are going to be stored, before the first of them is.
 *
 * <p>Whoever removes objects holds the lock on the video's row while it looks for claims and removes. A claim waits for that
 * lock: so either the removal sees the claim and spares the generation, or the objects are written after the removal is done. Without it, an object
 * that lies there already from earlier work on the same content would be taken for stored, and be removed afterwards.
 *
 * <p>A claim is made once a video and revision; it stays until the work is published, or newer work supersedes it.
 *
 * <p>Thread-safe; one claim at a time. Faults of the database that pass by themselves are waited for.
 */
public final class GenerationClaims implements AutoCloseable {
  /** Short, because closing waits for it; a commit of the video's former revision may hold the lock for longer. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(15);

  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

  /** Revisions that are remembered as claimed. To claim again costs one statement. */
  private static final int REMEMBERED = 1000;

  private static final String AWAIT_REMOVALS =
      "select 1 from videos where video_id = ? for key share";

  private final ReentrantLock lock = new ReentrantLock();
  private final SingleConnection database;
  private final Outage outage;
  private final Set<String> claimed = Collections.newSetFromMap(new Recent());

  /** Connects at the first claim. @param outage of the database */
  public GenerationClaims(DatabaseSettings database, Outage outage) {
    this.outage = outage;
    this.database =
        new SingleConnection(database, "heimdex-claim", LOCK_TIMEOUT, STATEMENT_TIMEOUT);
  }

  /** Returns when the generation's objects may be written. */
  public void claim(VideoRef video) throws IOException, InterruptedException {
    String work = video.videoId() + " " + video.generation() + " " + video.revision();
    lock.lockInterruptibly();
    try {
      if (!claimed.contains(work)) {
        claimPatiently(video);
        claimed.add(work);
      }
    } finally {
      lock.unlock();
    }
  }

  private void claimPatiently(VideoRef video) throws IOException, InterruptedException {
    try {
      outage.outlast(() -> tryToClaim(video));
    } catch (SQLException e) {
      throw new IOException(
          "Could not claim generation " + video.generation() + " of video " + video.videoId(), e);
    }
  }

  private UUID tryToClaim(VideoRef video) throws SQLException {
    UUID id = UUID.fromString(video.videoId());
    return database.inTransaction(connection -> {
      try (var lock = Sql.prepare(connection, AWAIT_REMOVALS, id)) {
        lock.execute();
      }
      Claim.make(connection, id, video.generation(), video.revision());
      return id;
    });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      database.close();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was used least recently. */
  private static final class Recent extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
