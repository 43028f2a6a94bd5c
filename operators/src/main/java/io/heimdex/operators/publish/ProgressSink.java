package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.schema.ProgressUpdate;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes how far videos have come, at least once: all before a checkpoint is complete, and within a fifth of a second.
 *
 * <p>Unlike the JDBC connector's sink it waits for a database that is away, rather than failing the job.
 */
public final class ProgressSink implements Sink<ProgressUpdate> {
  private static final long serialVersionUID = 1L;

  private final DatabaseSettings database;

  public ProgressSink(DatabaseSettings database) {
    this.database = database;
  }

  @Override
  public SinkWriter<ProgressUpdate> createWriter(WriterInitContext context) {
    return new ProgressWriter(database, context.getProcessingTimeService(), context.metricGroup());
  }
}
