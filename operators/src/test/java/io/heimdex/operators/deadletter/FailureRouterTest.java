package io.heimdex.operators.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.operators.notice.KeyPattern;
import io.heimdex.operators.notice.NoticeParser;
import io.heimdex.operators.notice.ParsedNotice;
import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.OriginalNotice;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureRouterTest {
  private static final KafkaPosition POSITION = new KafkaPosition("uploads", 3, 42);
  private static final VideoRef VIDEO = new VideoRef(
      "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      "0f8fad5b-d9cb-469f-a165-70867728950e",
      "uploads",
      "inbox/any key.mp4",
      null,
      "tag",
      100,
      "generation",
      1_795_341_600_000_000L,
      "Title",
      null,
      POSITION);
  private static final Failure FAILURE =
      new Failure(FailureCode.NO_FRAMES, "detect", "Not one \u0000 frame");
  private static final Failure SHOWN =
      new Failure(FailureCode.NO_FRAMES, "detect", "Not one \\u0000 frame");

  private KeyedTwoInputStreamOperatorTestHarness<
          String, FailedVideo, OriginalNotice, ProgressUpdate>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = newOperator();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void sendsAFailureToTheRowAtOnceWithoutCharactersThatARowCanNotHold() throws Exception {
    fail(VIDEO);

    assertThat(harness.extractOutputValues())
        .containsExactly(new ProgressUpdate(VIDEO, VideoState.FAILED, null, SHOWN));
  }

  @Test
  void buriesTheOriginalNotificationWithOneThatAsksForTheSameWorkAgain() throws Exception {
    original(VIDEO.revision(), "{original}");

    fail(VIDEO);

    assertThat(letters()).singleElement().satisfies(letter -> {
      assertThat(letter.failure()).isEqualTo(SHOWN);
      assertThat(letter.position()).isEqualTo(POSITION);
      assertThat(letter.videoId()).isEqualTo(VIDEO.videoId());
      assertThat(letter.notification()).isEqualTo("{original}");
      assertAsksAgain(letter.retry());
    });
    assertNothingIsKept();
  }

  @Test
  void waitsForTheOriginalAcrossARestart() throws Exception {
    fail(VIDEO);
    assertThat(letters()).isEmpty();
    restore();

    original(VIDEO.revision() + 1, "{newer}");
    original(VIDEO.revision(), "{original}");

    assertThat(letters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.notification()).isEqualTo("{original}"));
    harness.setProcessingTime(FailureRouter.ORIGINAL_WAIT.toMillis() + 1);
    assertThat(letters()).hasSize(1);
  }

  @Test
  void doesNotWaitForEver() throws Exception {
    fail(VIDEO);

    harness.setProcessingTime(FailureRouter.ORIGINAL_WAIT.toMillis());

    assertThat(letters())
        .singleElement()
        .satisfies(letter -> assertAsksAgain(letter.notification()));
    assertNothingIsKept();
  }

  @Test
  void keepsNothingOfWorkThatHasEndedWell() throws Exception {
    original(1, "{first}");
    original(2, "{second}");
    original(3, "{third}");

    harness.processElement2(new StreamRecord<>(new OriginalNotice(VIDEO.videoId(), 3, null)));

    assertNothingIsKept();
  }

  @Test
  void keepsTheNewestOriginalsOnly() throws Exception {
    for (int revision = 1; revision <= 50; revision++) {
      original(revision, "{" + revision + "}");
    }

    fail(revision(50 - FailureRouter.KEPT_ORIGINALS));
    fail(revision(50 - FailureRouter.KEPT_ORIGINALS + 1));

    assertThat(letters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.notification()).isEqualTo("{47}"));
  }

  private static void assertAsksAgain(String notification) {
    RawNotice again = new RawNotice(notification.getBytes(StandardCharsets.UTF_8), POSITION);
    assertThat(new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of()).parse(again))
        .singleElement()
        .isInstanceOfSatisfying(ParsedNotice.Accepted.class, accepted -> {
          assertThat(accepted.notice().kind()).isEqualTo(NoticeKind.REPROCESS);
          assertThat(accepted.notice().key()).isEqualTo(VIDEO.key());
          assertThat(accepted.notice().eTag()).isEqualTo(VIDEO.eTag());
        });
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, FailedVideo, OriginalNotice, ProgressUpdate>
      newOperator() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new FailureRouter()),
        FailedVideo::videoId,
        OriginalNotice::videoId,
        Types.STRING);
  }

  private void restore() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = newOperator();
    harness.initializeState(state);
    harness.open();
  }

  private void fail(VideoRef video) throws Exception {
    harness.processElement1(new StreamRecord<>(new FailedVideo(video, null, FAILURE)));
  }

  private void original(long revision, String text) throws Exception {
    harness.processElement2(
        new StreamRecord<>(new OriginalNotice(VIDEO.videoId(), revision, text)));
  }

  private List<DeadLetter> letters() {
    Queue<StreamRecord<DeadLetter>> letters = harness.getSideOutput(FailureRouter.DEAD_LETTERS);
    return letters == null
        ? List.of()
        : letters.stream().map(StreamRecord::getValue).toList();
  }

  private void assertNothingIsKept() {
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  private static VideoRef revision(long revision) {
    return new VideoRef(
        VIDEO.videoId(),
        VIDEO.ownerId(),
        VIDEO.bucket(),
        VIDEO.key(),
        null,
        VIDEO.eTag(),
        VIDEO.sizeBytes(),
        VIDEO.generation(),
        revision,
        null,
        null,
        POSITION);
  }

  @Test
  void writesDeadLettersAsDocumented() throws Exception {
    DeadLetter letter = new DeadLetter(
        SHOWN, POSITION, null, "{\"broken\u0000\ud83d", Instant.parse("2026-11-22T10:00:00Z"));

    JsonNode json = new ObjectMapper().readTree(DeadLetterJson.bytes(letter));

    assertThat(json).isEqualTo(new ObjectMapper().readTree("""
        {
          "code": "NO_FRAMES",
          "stage": "detect",
          "detail": "Not one \\\\u0000 frame",
          "topic": "uploads",
          "partition": 3,
          "offset": 42,
          "video_id": null,
          "notification": "{\\"broken\\u0000?",
          "retry": null,
          "occurred_at": "2026-11-22T10:00:00Z"
        }
        """));
  }

  @ParameterizedTest
  @ValueSource(classes = {DeadLetter.class, RawNotice.class})
  void isSerialisedByFlinkWithoutKryo(Class<?> type) {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);

    assertThat(TypeInformation.of(type).createSerializer(config).getClass().getSimpleName())
        .isEqualTo("PojoSerializer");
  }
}
