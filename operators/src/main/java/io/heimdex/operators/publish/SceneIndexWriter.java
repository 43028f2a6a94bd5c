package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.outage.Outage;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Stages the rows of each video as it comes, in a transaction of its own.
 *
 * <p>A batch that no committable of a completed checkpoint names is never read: staging again after a crash, or after a
 * commit whose answer was lost, takes a new id. What stays behind is the janitor's. A database that is away is waited for.
 *
 * <p>Not thread-safe; called only from the task thread.
 */
final class SceneIndexWriter
    implements CommittingSinkWriter<PublishCommand, SceneIndexCommittable> {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(1);

  private final SingleConnection database;
  private final SceneStaging staging;
  private final Outage outage;
  private final Counter rowsStaged;
  private final List<SceneIndexCommittable> prepared = new ArrayList<>();

  SceneIndexWriter(
      DatabaseSettings database, String pipelineVersion, SinkWriterMetricGroup metrics) {
    this.database =
        new SingleConnection(database, "heimdex-stage", LOCK_TIMEOUT, STATEMENT_TIMEOUT);
    this.staging = new SceneStaging(pipelineVersion);
    this.outage = new Outage(
        "PostgreSQL, for staging scenes,", metrics.counter(SceneIndexMetrics.DATABASE_RETRIES));
    this.rowsStaged = metrics.counter(SceneIndexMetrics.ROWS_STAGED);
  }

  @Override
  public void write(PublishCommand command, Context context)
      throws IOException, InterruptedException {
    String batchId = command.kind() == PublishKind.PUBLISH ? stage(command) : null;
    prepared.add(new SceneIndexCommittable(
        command.kind(),
        command.video(),
        command.info(),
        batchId,
        command.rows().size(),
        command.durationMicros(),
        command.warnings()));
  }

  /** Nothing waits: rows are staged as they come. */
  @Override
  public void flush(boolean endOfInput) {}

  @Override
  public Collection<SceneIndexCommittable> prepareCommit() {
    List<SceneIndexCommittable> committables = List.copyOf(prepared);
    prepared.clear();
    return committables;
  }

  private String stage(PublishCommand command) throws IOException, InterruptedException {
    try {
      return outage.outlast(() -> tryToStage(command));
    } catch (SQLException e) {
      throw new IOException(
          "Could not stage " + command.rows().size() + " scenes of video "
              + command.video().videoId(),
          e);
    }
  }

  private String tryToStage(PublishCommand command) throws SQLException {
    UUID batchId = UUID.randomUUID();
    database.inTransaction(connection -> {
      staging.stage(connection, batchId, command.rows());
      return batchId;
    });
    rowsStaged.inc(command.rows().size());
    return batchId.toString();
  }

  @Override
  public void close() {
    database.close();
  }
}
