package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.Notices.KEY;
import static io.heimdex.operators.notice.Notices.OWNER;
import static io.heimdex.operators.notice.Notices.POSITION;
import static io.heimdex.operators.notice.Notices.VIDEO;
import static io.heimdex.operators.notice.Notices.accepted;
import static io.heimdex.operators.notice.Notices.golden;
import static io.heimdex.operators.notice.Notices.goldenWith;
import static io.heimdex.operators.notice.Notices.raw;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeimdexNotificationTest {
  private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12)
      .getSchema(HeimdexNotificationTest.class.getResourceAsStream(
          "/json-schema/notification.schema.json"));

  private final NoticeParser parser =
      new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of());

  @ParameterizedTest
  @ValueSource(strings = {"upload", "upload-minimal", "upload-any-key", "delete", "reprocess"})
  void goldenFilesFitTheSchema(String file) {
    String json = new String(golden("heimdex/" + file).value(), StandardCharsets.UTF_8);

    assertThat(errors(json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"bucket\"|\"pail\"",
        "upload.v1|upload.v2",
        "734003200|-1",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7\",|1-1-1-1-1\",",
        "\"videos/|\"videos/../",
        "2026-11-22T10:00:00.123456Z|yesterday",
        "part 1|part\\n1"
      })
  void whatTheParserRejectsDoesNotFitTheSchema(String text, String replacement) {
    String json =
        new String(goldenWith("heimdex/upload", text, replacement).value(), StandardCharsets.UTF_8);

    assertThat(errors(json)).isNotEmpty();
    assertThat(parser.parse(raw(json))).singleElement().isInstanceOf(ParsedNotice.Rejected.class);
  }

  @ParameterizedTest
  @EnumSource(NoticeKind.class)
  void whatIsWrittenIsReadAsTheSame(NoticeKind kind) {
    HeimdexNotification written = new HeimdexNotification(
        kind,
        VIDEO,
        OWNER,
        "uploads",
        "inbox/a b+%.mov",
        "v1",
        "tag",
        "0A",
        7,
        Instant.parse("2026-11-22T10:00:00.000001Z"),
        "Title",
        "Line\nline");

    String json = written.toJson();

    assertThat(errors(json)).isEmpty();
    assertThat(accepted(parser.parse(raw(json))))
        .isEqualTo(new UploadNotice(
            kind,
            VIDEO,
            OWNER,
            "uploads",
            "inbox/a b+%.mov",
            "v1",
            "tag",
            "0A",
            7,
            written.eventTime(),
            "Title",
            "Line\nline",
            POSITION));
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    HeimdexNotification sparse = new HeimdexNotification(
        NoticeKind.UPLOADED,
        null,
        null,
        "uploads",
        KEY,
        null,
        null,
        null,
        -1,
        Instant.parse("2026-11-22T10:00:00Z"),
        null,
        null);

    assertThat(sparse.toJson())
        .isEqualTo("{\"type\":\"heimdex.upload.v1\",\"bucket\":\"uploads\",\"key\":\"" + KEY
            + "\",\"event_time\":\"2026-11-22T10:00:00Z\"}");
  }

  @Test
  void asksToReprocessWithTheRevisionAsItsTime() {
    VideoRef video = new VideoRef(
        VIDEO,
        OWNER,
        "uploads",
        KEY,
        null,
        "tag",
        7,
        "generation",
        1_795_341_600_000_001L,
        "Title",
        null,
        POSITION);

    UploadNotice notice =
        accepted(parser.parse(raw(HeimdexNotification.reprocess(video).toJson())));

    assertThat(notice.kind()).isEqualTo(NoticeKind.REPROCESS);
    assertThat(notice.eventTime()).isEqualTo(Instant.ofEpochSecond(1_795_341_600L, 1000));
    assertThat(notice.eTag()).isEqualTo("tag");
    assertThat(notice.sequencer()).isNull();
  }

  private static List<Error> errors(String json) {
    return SCHEMA.validate(
        json,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }
}
