package io.heimdex.operators.publish;

import static io.heimdex.operators.publish.Videos.row;
import static io.heimdex.operators.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.FailureCode;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which videos fail, and what becomes of the rows of a failed one. */
class PublishFunctionFailuresTest {
  private static final VideoRef FIRST = video("aaaa", 1);

  private PublishHarness publishing;

  @BeforeEach
  void open() throws Exception {
    publishing = PublishHarness.open();
  }

  @AfterEach
  void close() throws Exception {
    publishing.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfitRows")
  void failsAVideoWhoseRowsAreNotFit(
      String fault, List<SceneRow> rows, FailureCode code, String detail) throws Exception {
    // When
    publishing.storeAll(rows);

    // Then
    assertThat(publishing.failures()).singleElement().satisfies(failed -> {
      assertThat(failed.video()).isEqualTo(FIRST);
      assertThat(failed.info()).isEqualTo(Videos.INFO);
      assertThat(failed.failure().code()).isEqualTo(code);
      assertThat(failed.failure().stage()).isEqualTo("publish");
      assertThat(failed.failure().detail()).contains(detail);
    });
    assertThat(publishing.single(PublishKind.DISCARD).video()).isEqualTo(FIRST);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
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
            "has a text that is no number",
            FailureCode.EMBEDDING_FAILED,
            "a text vector",
            withText(row(FIRST, 0, 1), new float[] {Float.NaN})),
        unfit(
            "is infinite",
            FailureCode.EMBEDDING_FAILED,
            "not finite",
            row(FIRST, 0, 1, 0, 1000, new float[] {Float.POSITIVE_INFINITY})));
  }

  @Test
  void failsAVideoThatFailedBefore() throws Exception {
    // Given
    publishing.store(row(FIRST, 0, 3));

    // When
    publishing.store(Videos.failed(FIRST));

    // Then
    assertThat(publishing.failures())
        .extracting(failed -> failed.failure().code())
        .containsExactly(FailureCode.NO_FRAMES);
    assertThat(publishing.single(PublishKind.DISCARD).video()).isEqualTo(FIRST);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void discardsTheObjectsOfRowsThatComeAfterTheFailureOfTheirVideo() throws Exception {
    // Given
    publishing.store(Videos.failed(FIRST));

    // When
    publishing.store(row(FIRST, 4, 9));
    publishing.waitForLateRows();

    // Then
    assertThat(publishing.commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.DISCARD, PublishKind.DISCARD);
    assertThat(publishing.failures()).hasSize(1);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void keepsTheObjectsOfLateRowsWhoseGenerationIsWorkedOnAgain() throws Exception {
    // Given
    publishing.store(Videos.failed(FIRST));
    publishing.store(row(FIRST, 4, 9));

    // When
    publishing.store(row(video("aaaa", 2), 0, 9));
    publishing.waitForLateRows();

    // Then
    assertThat(publishing.single(PublishKind.DISCARD).video()).isEqualTo(FIRST);
  }

  private static Arguments unfit(String fault, FailureCode code, String detail, SceneRow... rows) {
    return Arguments.of(fault, List.of(rows), code, detail);
  }

  private static SceneRow withoutSidecar(SceneRow row) {
    return changed(row, row.sceneCount(), row.textVec(), null);
  }

  private static SceneRow withText(SceneRow row, float[] textVec) {
    return changed(row, row.sceneCount(), textVec, row.sidecarKey());
  }

  private static SceneRow withCount(SceneRow row, int count) {
    return changed(row, count, row.textVec(), row.sidecarKey());
  }

  private static SceneRow changed(
      SceneRow row, int sceneCount, float @Nullable [] textVec, @Nullable String sidecarKey) {
    return new SceneRow(
        row.video(),
        row.info(),
        row.sceneId(),
        row.sceneIndex(),
        sceneCount,
        row.startMicros(),
        row.endMicros(),
        row.durationMicros(),
        row.imageVec(),
        row.imageModel(),
        row.visionTags(),
        textVec,
        row.textModel(),
        row.thumbnailKey(),
        sidecarKey,
        null,
        List.of());
  }
}
