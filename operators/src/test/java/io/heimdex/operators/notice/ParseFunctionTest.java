package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.Notices.POSITION;
import static io.heimdex.operators.notice.Notices.golden;
import static io.heimdex.operators.notice.Notices.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.UploadNotice;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParseFunctionTest {
  private OneInputStreamOperatorTestHarness<RawNotice, UploadNotice> harness;

  @BeforeEach
  void open() throws Exception {
    harness = ProcessFunctionTestHarnesses.forProcessFunction(
        new ParseFunction(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), List.of("uploads")));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void sendsEveryNotificationOfAMessageItsWay() throws Exception {
    harness.processElement(new StreamRecord<>(golden("aws/several")));

    assertThat(harness.extractOutputValues())
        .extracting(UploadNotice::kind)
        .containsExactly(NoticeKind.UPLOADED, NoticeKind.DELETED);
    assertThat(harness.extractOutputValues().get(0).original())
        .as("of several notifications, the one alone")
        .contains("ObjectCreated")
        .doesNotContain("ObjectRemoved", "readme.txt");
    assertThat(deadLetters()).singleElement().satisfies(letter -> {
      assertThat(letter.failure().code()).isEqualTo(FailureCode.KEY_NOT_RECOGNISED);
      assertThat(letter.position()).isEqualTo(POSITION);
      assertThat(letter.notification()).contains("readme.txt");
    });
  }

  @Test
  void buriesOfAMessageWithSeveralRecordsOnlyTheBadOneAndItCanBeSentAgain() throws Exception {
    harness.processElement(new StreamRecord<>(golden("aws/several")));
    String buried = deadLetters().get(0).notification();

    harness.processElement(new StreamRecord<>(raw(buried)));

    assertThat(harness.extractOutputValues()).as("the good ones go on, once").hasSize(2);
    assertThat(deadLetters())
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter.notification()).isEqualTo(buried));
  }

  @Test
  void keepsTheBeginOfAnUnreadableMessageOnly() throws Exception {
    harness.processElement(new StreamRecord<>(raw("😀".repeat(50_000))));

    assertThat(deadLetters()).singleElement().satisfies(letter -> {
      assertThat(letter.failure().code()).isEqualTo(FailureCode.NOTIFICATION_UNREADABLE);
      assertThat(letter.notification()).isEqualTo("😀".repeat(ParseFunction.KEPT_CHARACTERS / 2));
    });
  }

  @Test
  void neitherPassesOnNorBuriesWhatItIgnores() throws Exception {
    harness.processElement(new StreamRecord<>(golden("aws/test-event")));

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.getSideOutput(ParseFunction.DEAD_LETTERS)).isNull();
  }

  private List<DeadLetter> deadLetters() {
    return harness.getSideOutput(ParseFunction.DEAD_LETTERS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }
}
