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
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
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

  private OneInputStreamOperatorTestHarness<FailedVideo, ProgressUpdate> harness;

  @BeforeEach
  void open() throws Exception {
    harness = ProcessFunctionTestHarnesses.forProcessFunction(new FailureRouter());
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void sendsAFailureToTheRowWithoutCharactersThatARowCanNotHold() throws Exception {
    harness.processElement(new StreamRecord<>(new FailedVideo(VIDEO, null, FAILURE)));

    assertThat(harness.extractOutputValues())
        .containsExactly(new ProgressUpdate(VIDEO, VideoState.FAILED, null, SHOWN));
  }

  @Test
  void buriesANotificationThatAsksForTheSameWorkAgain() throws Exception {
    harness.processElement(new StreamRecord<>(new FailedVideo(VIDEO, null, FAILURE)));

    DeadLetter letter =
        harness.getSideOutput(FailureRouter.DEAD_LETTERS).remove().getValue();
    RawNotice again =
        new RawNotice(letter.notification().getBytes(StandardCharsets.UTF_8), POSITION);
    assertThat(letter.failure()).isEqualTo(SHOWN);
    assertThat(letter.videoId()).isEqualTo(VIDEO.videoId());
    assertThat(new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of()).parse(again))
        .singleElement()
        .isInstanceOfSatisfying(ParsedNotice.Accepted.class, accepted -> {
          assertThat(accepted.notice().kind()).isEqualTo(NoticeKind.REPROCESS);
          assertThat(accepted.notice().key()).isEqualTo(VIDEO.key());
          assertThat(accepted.notice().eTag()).isEqualTo(VIDEO.eTag());
        });
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
