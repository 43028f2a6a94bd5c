package io.heimdex.local.publish;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.publish.SceneIndexCommittable;
import io.heimdex.operators.publish.SceneIndexSink;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.PublishCommand;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The sink's writer and committer in Flink's own operators, with checkpoints made by hand. */
final class SinkRun implements AutoCloseable {
  private final OneInputStreamOperatorTestHarness<
          PublishCommand, CommittableMessage<SceneIndexCommittable>>
      writer;
  private final OneInputStreamOperatorTestHarness<
          CommittableMessage<SceneIndexCommittable>, CommittableMessage<SceneIndexCommittable>>
      committer;
  private int forwarded;
  private long checkpoint;

  private SinkRun(SceneIndexSink sink) throws Exception {
    writer = new OneInputStreamOperatorTestHarness<>(new SinkWriterOperatorFactory<>(sink));
    committer =
        new OneInputStreamOperatorTestHarness<>(new CommitterOperatorFactory<>(sink, false, true));
  }

  static SinkRun start(DatabaseSettings database, S3Settings s3) throws Exception {
    SinkRun run = new SinkRun(sink(database, s3));
    run.writer.open();
    run.committer.open();
    return run;
  }

  /** A new attempt of the job; commits what the state holds. */
  static SinkRun restore(DatabaseSettings database, S3Settings s3, OperatorSubtaskState state)
      throws Exception {
    SinkRun run = new SinkRun(sink(database, s3));
    run.checkpoint = 1;
    run.writer.open();
    run.committer.setRestoredCheckpointId(1);
    run.committer.initializeState(state);
    run.committer.open();
    return run;
  }

  private static SceneIndexSink sink(DatabaseSettings database, S3Settings s3) {
    return new SceneIndexSink(
        database, new S3ObjectStoreFactory(s3), s3.derivedBucket(), "pipeline-1");
  }

  void write(PublishCommand... commands) throws Exception {
    for (PublishCommand command : commands) {
      writer.processElement(new StreamRecord<>(command));
    }
  }

  /** The barrier passes writer and committer. @return the committer's state */
  OperatorSubtaskState snapshot() throws Exception {
    checkpoint++;
    writer.prepareSnapshotPreBarrier(checkpoint);
    List<CommittableMessage<SceneIndexCommittable>> messages = writer.extractOutputValues();
    for (CommittableMessage<SceneIndexCommittable> message :
        new ArrayList<>(messages.subList(forwarded, messages.size()))) {
      committer.processElement(new StreamRecord<>(message));
    }
    forwarded = messages.size();
    return committer.snapshot(checkpoint, checkpoint);
  }

  /** The checkpoint is complete. */
  void complete() throws Exception {
    committer.notifyOfCompletedCheckpoint(checkpoint);
  }

  void commit(PublishCommand... commands) throws Exception {
    write(commands);
    snapshot();
    complete();
  }

  @Override
  public void close() throws Exception {
    writer.close();
    committer.close();
  }
}
