package io.heimdex.operators.janitor;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.publish.LockedVideo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Short transactions of the janitor, most of them under the lock of one video's row. Not thread-safe. */
final class VideoTransactions implements AutoCloseable {
  /** Whoever holds the lock has something better to do with the video: it is left alone until the next sweep. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(1);
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final SingleConnection database;

  /** What is done with a video while nothing of it can change. */
  @FunctionalInterface
  interface LockedWork<T> {
    T apply(Connection connection, @Nullable LockedVideo video) throws SQLException, IOException;
  }

  VideoTransactions(DatabaseSettings database) {
    this.database =
        new SingleConnection(database, "heimdex-janitor", LOCK_TIMEOUT, STATEMENT_TIMEOUT);
  }

  <T> T read(SingleConnection.Work<T> work) throws SQLException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The janitor was asked to stop");
    }
    return database.inTransaction(work);
  }

  /**
   * Works on a video under its lock.
   *
   * @return null if others hold the lock
   * @throws UncheckedIOException if the work fails so; nothing of the transaction is left
   */
  <T> @Nullable T locked(UUID videoId, LockedWork<T> work)
      throws SQLException, InterruptedException {
    try {
      return read(connection -> {
        try {
          return work.apply(connection, LockedVideo.lock(connection, videoId));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
