package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.outage.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the sink of progress. The JDBC connector fails the job when it can't connect; this one waits on the task
 * thread until the database is back, or until the task is cancelled.
 */
public final class ProgressConnections implements JdbcConnectionProvider {
  private static final long serialVersionUID = 1L;
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  private static final int VALIDATION_SECONDS = 10;

  private final DatabaseSettings database;
  private transient @Nullable Connection open;

  public ProgressConnections(DatabaseSettings database) {
    this.database = database;
  }

  @Override
  @SuppressWarnings("NullAway") // The connector's interface is not annotated; it may be null.
  public Connection getConnection() {
    return open;
  }

  @Override
  public boolean isConnectionValid() throws SQLException {
    return open != null && open.isValid(VALIDATION_SECONDS);
  }

  @Override
  public Connection getOrEstablishConnection() throws SQLException {
    return isConnectionValid() && open != null ? open : reestablishConnection();
  }

  @Override
  public Connection reestablishConnection() throws SQLException {
    closeConnection();
    Outage outage =
        new Outage("PostgreSQL, for the progress of videos,", new ThreadSafeSimpleCounter());
    try {
      Connection connection = outage.outlast(() ->
          SingleConnection.open(database, "heimdex-progress", LOCK_TIMEOUT, STATEMENT_TIMEOUT));
      open = connection;
      return connection;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while waiting for " + database.url(), e);
    }
  }

  @Override
  public void closeConnection() {
    Connection closing = open;
    open = null;
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (SQLException e) {
      // It is given up either way.
    }
  }
}
