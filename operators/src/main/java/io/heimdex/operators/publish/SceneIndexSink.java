package io.heimdex.operators.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.PublishCommand;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Publishes scenes exactly once: the writer stages rows, the committer swaps them in by one transaction a video once the
 * checkpoint is complete.
 *
 * <p>Assumes that all commands of a video reach the same subtask; not for its safety (the video's row is locked, the newest
 * revision wins) but so that commits don't wait for each other.
 */
public final class SceneIndexSink
    implements Sink<PublishCommand>, SupportsCommitter<SceneIndexCommittable> {
  private static final long serialVersionUID = 1L;

  /** Of the column {@code pipeline_version}. */
  private static final int VERSION_LENGTH = 64;

  private final DatabaseSettings database;
  private final ObjectStoreFactory objects;
  private final String derivedBucket;
  private final String pipelineVersion;

  /**
   * Makes a sink; nothing is opened before it runs.
   *
   * @param derivedBucket where thumbnails and sidecars lie; former generations are removed there
   * @param pipelineVersion written to each row
   */
  public SceneIndexSink(
      DatabaseSettings database,
      ObjectStoreFactory objects,
      String derivedBucket,
      String pipelineVersion) {
    if (pipelineVersion.length() > VERSION_LENGTH) {
      throw new IllegalArgumentException("Pipeline version is '" + pipelineVersion
          + "'; expected at most " + VERSION_LENGTH + " characters");
    }
    this.database = database;
    this.objects = objects;
    this.derivedBucket = derivedBucket;
    this.pipelineVersion = pipelineVersion;
  }

  @Override
  public CommittingSinkWriter<PublishCommand, SceneIndexCommittable> createWriter(
      WriterInitContext context) {
    return new SceneIndexWriter(database, pipelineVersion, context.metricGroup());
  }

  @Override
  public Committer<SceneIndexCommittable> createCommitter(CommitterInitContext context) {
    return new SceneIndexCommitter(
        database, objects.open(), derivedBucket, new SceneIndexMetrics(context.metricGroup()));
  }

  @Override
  public SimpleVersionedSerializer<SceneIndexCommittable> getCommittableSerializer() {
    return new SceneIndexCommittableSerializer();
  }
}
