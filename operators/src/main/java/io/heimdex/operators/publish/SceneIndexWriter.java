package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.database.SqlFaults;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages the rows of each video as it comes, in a transaction of its own.
 *
 * <p>A batch that no committable of a completed checkpoint names is never read: staging again after a crash, or after a
 * commit whose answer was lost, takes a new id. What stays behind is the janitor's.
 *
 * <p>Not thread-safe; called only from the task thread.
 */
final class SceneIndexWriter
    implements CommittingSinkWriter<PublishCommand, SceneIndexCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(SceneIndexWriter.class);
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(1);

  private final SingleConnection database;
  private final SceneStaging staging;
  private final Counter rowsStaged;
  private final List<SceneIndexCommittable> prepared = new ArrayList<>();

  SceneIndexWriter(
      DatabaseSettings database, String pipelineVersion, SinkWriterMetricGroup metrics) {
    this.database =
        new SingleConnection(database, "heimdex-stage", LOCK_TIMEOUT, STATEMENT_TIMEOUT);
    this.staging = new SceneStaging(pipelineVersion);
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
        command.durationMicros()));
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
    for (int retry = 0; ; retry++) {
      try {
        return tryToStage(command);
      } catch (SQLException e) {
        if (!SqlFaults.isTransient(e) || retry == BackOff.RETRIES) {
          throw new IOException(
              "Could not stage " + command.rows().size() + " scenes of video "
                  + command.video().videoId() + " after " + (retry + 1) + " tries",
              e);
        }
        LOG.warn("Staging scenes of video {} is tried again", command.video().videoId(), e);
        BackOff.sleep(retry);
      }
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
