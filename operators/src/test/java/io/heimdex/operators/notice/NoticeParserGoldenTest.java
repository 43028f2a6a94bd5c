package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.Notices.E_TAG;
import static io.heimdex.operators.notice.Notices.KEY;
import static io.heimdex.operators.notice.Notices.MULTIPART_E_TAG;
import static io.heimdex.operators.notice.Notices.OWNER;
import static io.heimdex.operators.notice.Notices.POSITION;
import static io.heimdex.operators.notice.Notices.SIZE;
import static io.heimdex.operators.notice.Notices.VIDEO;
import static io.heimdex.operators.notice.Notices.accepted;
import static io.heimdex.operators.notice.Notices.deleted;
import static io.heimdex.operators.notice.Notices.golden;
import static io.heimdex.operators.notice.Notices.uploaded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.UploadNotice;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeParserGoldenTest {
  private static final String DIGITS = "2026-11-22T10:00:00.123Z";
  private static final String SECONDS = "2026-11-22T10:00:00Z";

  private final NoticeParser parser =
      new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of("uploads"));

  static Stream<Arguments> notices() {
    String awsVersion = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
    String minioVersion = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";
    String bridgeVersion = "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e";
    String bridgeETag = "b1946ac92492d2347c6235b4d2611184";
    String micros = "2026-11-22T10:00:00.124724Z";
    return Stream.of(
        arguments("aws/put", uploaded(null, E_TAG, "0055AED6DCD90281E5", DIGITS)),
        arguments(
            "aws/multipart-completed",
            uploaded(awsVersion, MULTIPART_E_TAG, "0055AED6DCD90281E5", DIGITS)),
        arguments("aws/delete", deleted(null, null, "0055AED6DCD9028200", -1, DIGITS)),
        arguments("aws/delete-marker", deleted(null, E_TAG, "0055AED6DCD9028200", -1, DIGITS)),
        arguments(
            "aws/lifecycle-expiration", deleted(null, null, "0055AED6DCD9028200", -1, DIGITS)),
        arguments("minio/put", uploaded(null, E_TAG, "17A9AB4FA9B3A1C8", DIGITS)),
        arguments(
            "minio/put-versioned",
            uploaded(
                minioVersion, "0a1b2c3d4e5f60718293a4b5c6d7e8f9-44", "17A9AB4FA9B3A1C8", DIGITS)),
        arguments("minio/delete", deleted(null, null, "17A9AB5100C21F40", -1, DIGITS)),
        arguments("rustfs/put", uploaded(null, E_TAG, "187A6C0E3F2B5D00", DIGITS)),
        arguments("rustfs/delete", deleted(null, null, "187A6C0F00000000", -1, DIGITS)),
        arguments("ceph/put", uploaded(null, E_TAG, "F7E6D75DC742D108", micros)),
        arguments("ceph/form-upload", uploaded(null, E_TAG, "F7E6D75DC742D108", micros)),
        arguments(
            "ceph/multipart-completed",
            uploaded(null, MULTIPART_E_TAG, "F7E6D75DC742D108", micros)),
        arguments("ceph/delete", deleted(null, null, "F7E6D75DC742D108", 0, micros)),
        arguments(
            "ceph/lifecycle-expiration", deleted(null, E_TAG, "F7E6D75DC742D108", SIZE, micros)),
        arguments("versity/put", uploaded(null, E_TAG, null, SECONDS)),
        arguments("versity/put-bare-list", uploaded(null, E_TAG, null, SECONDS)),
        arguments("versity/delete-objects", deleted(null, null, null, 0, SECONDS)),
        arguments("embedded/put", uploaded(null, E_TAG, "0000019E0B2C0001", DIGITS)),
        arguments(
            "eventbridge/created",
            uploaded(bridgeVersion, bridgeETag, "617f08299329d189", SECONDS)),
        arguments(
            "eventbridge/deleted", deleted(bridgeVersion, E_TAG, "617f0837b476e463", -1, SECONDS)),
        arguments(
            "eventbridge/delete-marker", deleted(null, E_TAG, "617f0837b476e463", -1, SECONDS)),
        arguments("cloudevents/aws-put", uploaded(null, E_TAG, "0055AED6DCD90281E5", DIGITS)),
        arguments("cloudevents/ceph-delete", deleted(null, null, "F7E6D75DC742D108", 0, micros)),
        arguments("cloudevents/wrapped-put", uploaded(null, E_TAG, "17A9AB4FA9B3A1C8", DIGITS)),
        arguments("heimdex/upload-minimal", uploaded(null, null, null, -1, SECONDS)),
        arguments("heimdex/delete", deleted(null, null, null, -1, "2026-11-22T10:05:00Z")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notices")
  void readsTheNotificationsOfEverySource(String file, UploadNotice expected) {
    List<ParsedNotice> parsed = parser.parse(golden(file));

    assertThat(parsed).containsExactly(new ParsedNotice.Accepted(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws/test-event",
        "aws/tagging",
        "versity/test-event",
        "minio/delete-nothing",
        "rustfs/multipart-begun",
        "ceph/multipart-begun",
        "ceph/lifecycle-old-version",
        "eventbridge/tags"
      })
  void ignoresEventsThatChangeNoVideo(String file) {
    List<ParsedNotice> parsed = parser.parse(golden(file));

    assertThat(parsed).singleElement().isInstanceOf(ParsedNotice.Ignored.class);
  }

  @Test
  void readsAllFieldsOfAHeimdexNotification() {
    RawNotice raw = golden("heimdex/upload");

    List<ParsedNotice> parsed = parser.parse(raw);

    assertThat(accepted(parsed))
        .isEqualTo(new UploadNotice(
            NoticeKind.UPLOADED,
            VIDEO,
            OWNER,
            "uploads",
            KEY,
            "3HL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY",
            E_TAG,
            "0055AED6DCD90281E5",
            SIZE,
            Instant.parse("2026-11-22T10:00:00.123456Z"),
            "Wedding, part 1 💍",
            "Two cameras.\nCut by hand.",
            POSITION));
  }

  @Test
  void takesTheIdsOfAHeimdexNotificationWhenTheKeyDoesNotFit() {
    RawNotice raw = golden("heimdex/upload-any-key");

    UploadNotice notice = accepted(parser.parse(raw));

    assertThat(notice.videoId()).as("canonical, though given in capitals").isEqualTo(VIDEO);
    assertThat(notice.key()).as("not decoded").isEqualTo("inbox/100% holiday+snow.mov");
  }

  @Test
  void readsRequestsToReprocess() {
    RawNotice raw = golden("heimdex/reprocess");

    UploadNotice notice = accepted(parser.parse(raw));

    assertThat(notice.kind()).isEqualTo(NoticeKind.REPROCESS);
  }

  @Test
  void readsEveryRecordOfAMessageThoughOneIsBad() {
    RawNotice raw = golden("aws/several");

    List<ParsedNotice> parsed = parser.parse(raw);

    assertThat(parsed)
        .extracting(p -> p.getClass().getSimpleName())
        .containsExactly("Accepted", "Rejected", "Ignored", "Accepted");
  }
}
