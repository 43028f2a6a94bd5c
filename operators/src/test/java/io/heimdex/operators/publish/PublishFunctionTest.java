package io.heimdex.operators.publish;

import static io.heimdex.operators.publish.Videos.row;
import static io.heimdex.operators.publish.Videos.rows;
import static io.heimdex.operators.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishFunctionTest {
  private static final VideoRef FIRST = video("aaaa", 1);
  private static final VideoRef SECOND = video("bbbb", 2);

  private KeyedTwoInputStreamOperatorTestHarness<String, SceneRow, VideoRef, PublishCommand>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = newHarness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void publishesAllScenesByIndexInWhateverOrderTheyComeAndHoweverOften(long seed) throws Exception {
    // Given
    List<SceneRow> shuffled = new ArrayList<>(rows(FIRST, 20));
    shuffled.addAll(rows(FIRST, 20).subList(0, 19));
    Collections.shuffle(shuffled, new Random(seed));

    // When
    for (SceneRow row : shuffled) {
      store(row);
    }

    // Then
    PublishCommand command = single(PublishKind.PUBLISH);
    assertThat(command.rows()).extracting(SceneRow::sceneIndex).isSorted().hasSize(20);
    assertThat(command.video()).isEqualTo(FIRST);
    assertThat(command.info()).isEqualTo(Videos.INFO);
    assertThat(command.durationMicros()).isEqualTo(40_000_000);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void waitsUntilTheLastSceneIsThere() throws Exception {
    // When
    storeAll(rows(FIRST, 3).subList(1, 3));

    // Then
    assertThat(commands()).isEmpty();
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    // Given
    List<SceneRow> rows = rows(FIRST, 3);
    storeAll(rows.subList(0, 2));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness();
    harness.initializeState(snapshot);
    harness.open();

    // When
    store(rows.get(2));

    // Then
    assertThat(single(PublishKind.PUBLISH).rows()).hasSize(3);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void forgetsAClosedRevisionInTheEnd() throws Exception {
    // Given
    storeAll(rows(FIRST, 1));
    harness.setStateTtlProcessingTime(PublishFunction.CLOSED_MEMORY.toMillis() + 1);

    // When
    storeAll(rows(FIRST, 1));

    // Then
    assertThat(commands())
        .extracting(PublishCommand::kind)
        .containsOnly(PublishKind.PUBLISH)
        .hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfitRows")
  void failsAVideoWhoseRowsAreNotFit(
      String fault, List<SceneRow> rows, FailureCode code, String detail) throws Exception {
    // When
    storeAll(rows);

    // Then
    assertThat(failures()).singleElement().satisfies(failed -> {
      assertThat(failed.video()).isEqualTo(FIRST);
      assertThat(failed.info()).isEqualTo(Videos.INFO);
      assertThat(failed.failure().code()).isEqualTo(code);
      assertThat(failed.failure().stage()).isEqualTo("publish");
      assertThat(failed.failure().detail()).contains(detail);
    });
    assertThat(single(PublishKind.DISCARD).video()).isEqualTo(FIRST);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  static Stream<Arguments> unfitRows() {
    float[] vector = {1};
    SceneRow first = row(FIRST, 0, 2, 0, 1000, vector);
    return Stream.of(
        unfit(
            "starts late",
            FailureCode.INCOMPLETE,
            "expected 0 us",
            row(FIRST, 0, 1, 40, 90_000, vector)),
        unfit(
            "has a gap",
            FailureCode.INCOMPLETE,
            "expected 1000 us",
            first,
            row(FIRST, 1, 2, 2000, 4000, vector)),
        unfit(
            "skips an index",
            FailureCode.INCOMPLETE,
            "Scene 1 of the video is missing",
            first,
            row(FIRST, 3, 4, 1000, 4000, vector),
            withCount(row(FIRST, 2, 9, 500, 600, vector), 3)),
        unfit(
            "is too short for its column",
            FailureCode.INCOMPLETE,
            "at least a millisecond",
            row(FIRST, 0, 1, 0, 400, vector)),
        unfit(
            "ends before it starts",
            FailureCode.INCOMPLETE,
            "at least a millisecond",
            row(FIRST, 0, 1, 0, -5, vector)),
        unfit(
            "is longer than its column",
            FailureCode.INCOMPLETE,
            "less than 115 days",
            row(FIRST, 0, 1, 0, Long.MAX_VALUE, vector)),
        unfit(
            "has no vector",
            FailureCode.INCOMPLETE,
            "no image vector",
            row(FIRST, 0, 1, 0, 1000, null)),
        unfit(
            "has no object",
            FailureCode.INCOMPLETE,
            "sidecar 'null'",
            withoutSidecar(row(FIRST, 0, 1))),
        unfit(
            "is no number",
            FailureCode.EMBEDDING_FAILED,
            "not finite",
            row(FIRST, 0, 1, 0, 1000, new float[] {0, Float.NaN})),
        unfit(
            "is infinite",
            FailureCode.EMBEDDING_FAILED,
            "not finite",
            row(FIRST, 0, 1, 0, 1000, new float[] {Float.POSITIVE_INFINITY})));
  }

  @Test
  void failsAVideoThatFailedBefore() throws Exception {
    // Given
    store(row(FIRST, 0, 3));

    // When
    store(Videos.failed(FIRST));

    // Then
    assertThat(failures())
        .extracting(failed -> failed.failure().code())
        .containsExactly(FailureCode.NO_FRAMES);
    assertThat(single(PublishKind.DISCARD).video()).isEqualTo(FIRST);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void discardsTheObjectsOfAnOlderRevisionThatANewerOneSupersedes() throws Exception {
    // Given
    storeAll(rows(FIRST, 3).subList(0, 2));

    // When
    storeAll(rows(SECOND, 2));

    // Then
    assertThat(commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.DISCARD, PublishKind.PUBLISH);
    assertThat(commands()).extracting(PublishCommand::video).containsExactly(FIRST, SECOND);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void keepsTheObjectsOfAnOlderRevisionOfTheSameGeneration() throws Exception {
    // Given
    storeAll(rows(FIRST, 3).subList(0, 2));
    VideoRef again = video("aaaa", 2);

    // When
    storeAll(rows(again, 2));
    store(row(FIRST, 2, 3));
    waitForLateRows();

    // Then
    assertThat(single(PublishKind.PUBLISH).video()).isEqualTo(again);
  }

  @Test
  void discardsTheObjectsOfLateRowsOnceForAllOfThem() throws Exception {
    // Given
    storeAll(rows(SECOND, 1));

    // When
    storeAll(rows(FIRST, 5));
    waitForLateRows();

    // Then
    assertThat(commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.PUBLISH, PublishKind.DISCARD);
    assertThat(commands().get(1).video()).isEqualTo(FIRST);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void discardsTheObjectsOfRowsThatComeAfterTheFailureOfTheirVideo() throws Exception {
    // Given
    store(Videos.failed(FIRST));

    // When
    store(row(FIRST, 4, 9));
    waitForLateRows();

    // Then
    assertThat(commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.DISCARD, PublishKind.DISCARD);
    assertThat(failures()).hasSize(1);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void keepsTheObjectsOfLateRowsWhoseGenerationIsWorkedOnAgain() throws Exception {
    // Given
    store(Videos.failed(FIRST));
    store(row(FIRST, 4, 9));

    // When
    store(row(video("aaaa", 2), 0, 9));
    waitForLateRows();

    // Then
    assertThat(single(PublishKind.DISCARD).video()).isEqualTo(FIRST);
  }

  @Test
  void deletesAVideoAndItsRowsUnderWay() throws Exception {
    // Given
    storeAll(rows(FIRST, 3).subList(0, 2));

    // When
    delete(SECOND);

    // Then
    assertThat(single(PublishKind.DELETE).video()).isEqualTo(SECOND);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void discardsTheObjectsOfRowsThatComeAfterTheDeletion() throws Exception {
    // Given
    delete(SECOND);

    // When
    store(row(FIRST, 0, 1));
    waitForLateRows();

    // Then
    assertThat(commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.DELETE, PublishKind.DISCARD);
    assertThatOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void ignoresADeletionThatIsOlderThanTheWorkUnderWay() throws Exception {
    // Given
    store(row(SECOND, 0, 2));

    // When
    delete(FIRST);
    store(row(SECOND, 1, 2));
    delete(FIRST);

    // Then
    assertThat(single(PublishKind.PUBLISH).video()).isEqualTo(SECOND);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, SceneRow, VideoRef, PublishCommand>
      newHarness() throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, SceneRow, VideoRef, PublishCommand> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new PublishFunction()),
            row -> row.video().videoId(),
            VideoRef::videoId,
            Types.STRING);
    harness
        .getExecutionConfig()
        .getSerializerConfig()
        .configure(
            new Configuration().set(PipelineOptions.GENERIC_TYPES, false),
            PublishFunction.class.getClassLoader());
    return harness;
  }

  private void store(SceneRow row) throws Exception {
    harness.processElement1(new StreamRecord<>(row));
  }

  private void storeAll(List<SceneRow> rows) throws Exception {
    for (SceneRow row : rows) {
      store(row);
    }
  }

  private void delete(VideoRef video) throws Exception {
    harness.processElement2(new StreamRecord<>(video));
  }

  private void waitForLateRows() throws Exception {
    harness.setProcessingTime(
        harness.getProcessingTime() + PublishFunction.LATE_ROWS_WAIT.toMillis());
  }

  private List<PublishCommand> commands() {
    return harness.extractOutputValues();
  }

  private PublishCommand single(PublishKind kind) {
    assertThat(commands()).extracting(PublishCommand::kind).containsExactly(kind);
    return commands().get(0);
  }

  private List<FailedVideo> failures() {
    Queue<StreamRecord<FailedVideo>> output = harness.getSideOutput(PublishFunction.FAILED);
    return output == null
        ? List.of()
        : output.stream().map(StreamRecord::getValue).toList();
  }

  private void assertThatOnlyTheClosedRevisionIsRemembered() {
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  private static Arguments unfit(String fault, FailureCode code, String detail, SceneRow... rows) {
    return Arguments.of(fault, List.of(rows), code, detail);
  }

  private static SceneRow withoutSidecar(SceneRow row) {
    return new SceneRow(
        row.video(),
        row.info(),
        row.sceneId(),
        row.sceneIndex(),
        row.sceneCount(),
        row.startMicros(),
        row.endMicros(),
        row.durationMicros(),
        row.imageVec(),
        row.imageModel(),
        row.thumbnailKey(),
        null,
        null);
  }

  private static SceneRow withCount(SceneRow row, int count) {
    return new SceneRow(
        row.video(),
        row.info(),
        row.sceneId(),
        row.sceneIndex(),
        count,
        row.startMicros(),
        row.endMicros(),
        row.durationMicros(),
        row.imageVec(),
        row.imageModel(),
        row.thumbnailKey(),
        row.sidecarKey(),
        null);
  }
}
