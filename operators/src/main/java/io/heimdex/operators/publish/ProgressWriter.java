package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.outage.Outage;
import io.heimdex.schema.ProgressUpdate;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Writes updates in batches, one transaction each. Not thread-safe; called only from the task thread, which a database that is
 * away blocks.
 */
final class ProgressWriter implements SinkWriter<ProgressUpdate> {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  private static final long LONGEST_DELAY_MILLIS = 200;
  private static final int BATCH = 100;

  private final SingleConnection database;
  private final ProcessingTimeService time;
  private final Outage outage;
  private final List<ProgressUpdate> waiting = new ArrayList<>();

  ProgressWriter(
      DatabaseSettings database, ProcessingTimeService time, SinkWriterMetricGroup metrics) {
    this.database =
        new SingleConnection(database, "heimdex-progress", LOCK_TIMEOUT, STATEMENT_TIMEOUT);
    this.time = time;
    this.outage = new Outage(
        "PostgreSQL, for the progress of videos,",
        metrics.counter(SceneIndexMetrics.DATABASE_RETRIES));
  }

  @Override
  public void write(ProgressUpdate update, Context context)
      throws IOException, InterruptedException {
    waiting.add(update);
    if (waiting.size() >= BATCH) {
      writeAll();
    } else if (waiting.size() == 1) {
      time.registerTimer(
          time.getCurrentProcessingTime() + LONGEST_DELAY_MILLIS, timestamp -> writeAll());
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    writeAll();
  }

  @Override
  public void close() {
    database.close();
  }

  private void writeAll() throws IOException, InterruptedException {
    if (waiting.isEmpty()) {
      return;
    }
    try {
      outage.outlast(() -> database.inTransaction(this::write));
    } catch (SQLException e) {
      throw new IOException(
          "Could not write the progress of " + waiting.size() + " videos, among them "
              + waiting.get(0).videoId(),
          e);
    }
    waiting.clear();
  }

  /** One statement an update: one statement can't change a row twice. */
  private int write(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ProgressStatement.SQL)) {
      for (ProgressUpdate update : waiting) {
        ProgressStatement.bind(statement, update);
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }
}
