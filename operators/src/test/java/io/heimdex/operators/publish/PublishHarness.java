package io.heimdex.operators.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.OriginalNotice;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** A {@link PublishFunction} in Flink's own operator, with state that refuses Kryo. */
final class PublishHarness implements AutoCloseable {
  private KeyedTwoInputStreamOperatorTestHarness<String, SceneRow, VideoRef, PublishCommand>
      operator = newOperator();

  private PublishHarness() throws Exception {}

  static PublishHarness open() throws Exception {
    PublishHarness harness = new PublishHarness();
    harness.operator.open();
    return harness;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, SceneRow, VideoRef, PublishCommand>
      newOperator() throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, SceneRow, VideoRef, PublishCommand> operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new PublishFunction()),
            row -> row.video().videoId(),
            VideoRef::videoId,
            Types.STRING);
    operator
        .getExecutionConfig()
        .getSerializerConfig()
        .configure(
            new Configuration().set(PipelineOptions.GENERIC_TYPES, false),
            PublishFunction.class.getClassLoader());
    return operator;
  }

  /** Takes a snapshot and goes on from it in a new attempt, whose output is empty. */
  void restore() throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = newOperator();
    operator.initializeState(snapshot);
    operator.open();
  }

  void store(SceneRow row) throws Exception {
    operator.processElement1(new StreamRecord<>(row));
  }

  void storeAll(List<SceneRow> rows) throws Exception {
    for (SceneRow row : rows) {
      store(row);
    }
  }

  void delete(VideoRef video) throws Exception {
    operator.processElement2(new StreamRecord<>(video));
  }

  void waitForLateRows() throws Exception {
    operator.setProcessingTime(
        operator.getProcessingTime() + PublishFunction.LATE_ROWS_WAIT.toMillis());
  }

  /** Until a closed revision has expired. */
  void outlastClosedMemory() throws Exception {
    operator.setStateTtlProcessingTime(PublishFunction.CLOSED_MEMORY.toMillis() + 1);
  }

  List<PublishCommand> commands() {
    return operator.extractOutputValues();
  }

  /** The only command. */
  PublishCommand single(PublishKind kind) {
    assertThat(commands()).extracting(PublishCommand::kind).containsExactly(kind);
    return commands().get(0);
  }

  /** Revisions after which nothing up to them can fail. */
  List<Long> ended() {
    Queue<StreamRecord<OriginalNotice>> output = operator.getSideOutput(PublishFunction.ENDED);
    return output == null
        ? List.of()
        : output.stream().map(record -> record.getValue().revision()).toList();
  }

  List<FailedVideo> failures() {
    Queue<StreamRecord<FailedVideo>> output = operator.getSideOutput(PublishFunction.FAILED);
    return output == null
        ? List.of()
        : output.stream().map(StreamRecord::getValue).toList();
  }

  void assertOnlyTheClosedRevisionIsRemembered() {
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  @Override
  public void close() throws Exception {
    operator.close();
  }
}
