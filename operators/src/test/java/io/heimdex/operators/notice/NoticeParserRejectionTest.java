package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.Notices.KEY;
import static io.heimdex.operators.notice.Notices.OWNER;
import static io.heimdex.operators.notice.Notices.VIDEO;
import static io.heimdex.operators.notice.Notices.accepted;
import static io.heimdex.operators.notice.Notices.golden;
import static io.heimdex.operators.notice.Notices.goldenWith;
import static io.heimdex.operators.notice.Notices.raw;
import static io.heimdex.operators.notice.Notices.rejected;
import static io.heimdex.schema.FailureCode.BUCKET_NOT_ALLOWED;
import static io.heimdex.schema.FailureCode.KEY_NOT_RECOGNISED;
import static io.heimdex.schema.FailureCode.NOTIFICATION_INVALID;
import static io.heimdex.schema.FailureCode.NOTIFICATION_UNREADABLE;
import static io.heimdex.schema.FailureCode.OWNER_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.Failure;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.UploadNotice;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeParserRejectionTest {
  private final NoticeParser parser =
      new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of("uploads", "archive"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"text\"",
        "not json",
        "{",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{}",
        "{\"Records\":{}}",
        "{\"type\":\"heimdex.upload.v2\"}",
        "{\"specversion\":\"1.0\",\"type\":\"com.example.order\",\"data\":{}}",
        "{\"detail-type\":\"Object Created\",\"source\":\"aws.ec2\"}"
      })
  void rejectsWhatIsOfNoKnownFormat(String text) {
    Failure failure = rejected(parser.parse(raw(text)));

    assertThat(failure.code()).isEqualTo(NOTIFICATION_UNREADABLE);
    assertThat(failure.stage()).isEqualTo("parse");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "heimdex/upload|734003200|-1|size_bytes",
        "heimdex/upload|734003200|1e400|size_bytes",
        "heimdex/upload|734003200|\"many\"|size_bytes",
        "ceph/put|\"734003200\"|\"-5\"|size",
        "heimdex/upload|2026-11-22T10:00:00.123456Z|yesterday|event_time",
        "heimdex/upload|2026-11-22T10:00:00.123456Z|2026-11-22T10:00:00|event_time",
        "heimdex/upload|2026-11-22T10:00:00.123456Z|+999999999-01-01T00:00:00Z|event_time",
        "heimdex/upload|2026-11-22T10:00:00.123456Z|1066-10-14T09:00:00Z|event_time",
        "heimdex/upload|\"event_time\"|\"other_time\"|event_time",
        "heimdex/upload|\"uploads\"|null|bucket",
        "heimdex/upload|\"uploads\"|[]|bucket",
        "heimdex/upload|7c9e6679-7425-40de-944b-e07fc1f90ae7\",|1-1-1-1-1\",|video_id",
        "heimdex/upload|part 1|part\\u00001|title",
        "heimdex/upload|by hand|by\\u0000hand|description",
        "heimdex/upload|part 1|\\ud83d|title",
        "heimdex/upload|videos/|videos/../|key",
        "heimdex/upload|videos/|./|key",
        "heimdex/upload|videos/|vid\\neos/|key",
        "aws/put|videos/|vid%0Aeos/|key",
        "aws/put|videos/|videos/%2e%2e/|key",
        "aws/put|videos/|vid%eos/|key",
        "aws/put|\"object\"|\"subject\"|object"
      })
  void rejectsImpossibleValuesByNameOfTheField(
      String file, String text, String replacement, String field) {
    Failure failure = rejected(parser.parse(goldenWith(file, text, replacement)));

    assertThat(failure.code()).isEqualTo(NOTIFICATION_INVALID);
    assertThat(failure.detail()).startsWith("Field " + field + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "readme.txt",
        "videos/" + OWNER + "/holiday.mp4",
        "videos/" + OWNER + "/" + VIDEO,
        "videos/" + OWNER + "/" + VIDEO + ".mp4/",
        "a/videos/" + OWNER + "/" + VIDEO + ".mp4"
      })
  void rejectsKeysThatNameNoVideo(String key) {
    Failure failure = rejected(parser.parse(goldenWith("ceph/put", KEY, key)));

    assertThat(failure.code()).isEqualTo(KEY_NOT_RECOGNISED);
    assertThat(failure.detail()).contains(key, KeyPattern.DEFAULT_TEMPLATE);
  }

  @Test
  void rejectsBucketsThatMayNotBeRead() {
    RawNotice raw = goldenWith("minio/put", "\"uploads\"", "\"secrets\"");

    Failure failure = rejected(parser.parse(raw));

    assertThat(failure.code()).isEqualTo(BUCKET_NOT_ALLOWED);
    assertThat(failure.detail())
        .isEqualTo("Bucket 'secrets' is none of those that may be read: archive, uploads");
  }

  @Test
  void readsEveryBucketWhenNoneIsListed() {
    NoticeParser open = new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of());

    UploadNotice notice =
        accepted(open.parse(goldenWith("minio/put", "\"uploads\"", "\"secrets\"")));

    assertThat(notice.bucket()).isEqualTo("secrets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"thumbnails/", "sidecars/"})
  void ignoresOurOwnDerivedObjects(String prefix) {
    RawNotice raw = goldenWith("ceph/put", KEY, prefix + VIDEO + "/0/1.webp");

    assertThat(parser.parse(raw)).singleElement().isInstanceOf(ParsedNotice.Ignored.class);
  }

  @Test
  void acceptsTheLongestKeyAndRejectsOneMore() {
    String key = "k".repeat(511) + "é";

    UploadNotice longest = accepted(parser.parse(goldenWith("heimdex/upload", KEY, key)));
    Failure failure = rejected(parser.parse(goldenWith("heimdex/upload", KEY, key + "k")));

    assertThat(longest.key()).hasSize(512);
    assertThat(failure.code()).isEqualTo(NOTIFICATION_INVALID);
    assertThat(failure.detail()).contains("513 characters", "at most 512");
  }

  @ParameterizedTest
  @CsvSource({
    "aws/put, a%20b+c%2Bd, a b c+d",
    "minio/put, a%20b+c%2Bd, a b c+d",
    "rustfs/put, a%20b+c%2Bd, a b c+d",
    "embedded/put, a%20b+c%2Bd, a b c+d",
    "ceph/put, a%20b+c%2Bd, a%20b+c%2Bd",
    "versity/put, a%20b+c%2Bd, a%20b+c%2Bd",
    "eventbridge/created, a%20b+c%2Bd, a%20b+c%2Bd",
    "heimdex/upload, a%20b+c%2Bd, a%20b+c%2Bd"
  })
  void decodesKeysAsTheirSourceEncodesThem(String file, String encoded, String decoded) {
    NoticeParser other =
        new NoticeParser(new KeyPattern(decoded + "/{user}/{video_id}.{ext}"), Set.of());

    UploadNotice notice = accepted(other.parse(goldenWith(file, "\"videos", "\"" + encoded)));

    assertThat(notice.key()).startsWith(decoded + "/");
  }

  @Test
  void takesKeysOfAnUnknownSourceOnlyIfTheyReadTheSameInEveryEncoding() {
    RawNotice plain = goldenWith("aws/put", "aws:s3\"", "acme:s3\"");
    RawNotice ambiguous = raw(text(plain).replace("videos/", "vide+os/"));

    assertThat(accepted(parser.parse(plain)).key()).isEqualTo(KEY);
    assertThat(rejected(parser.parse(ambiguous)).detail()).contains("unknown event source");
  }

  @Test
  void namesNothingUnescapedOrUnboundedInADetail() {
    String hostile = "\\u001b[2J\\u202e" + "x".repeat(400);

    Failure failure = rejected(parser.parse(goldenWith("heimdex/upload", KEY, hostile)));

    assertThat(failure.detail()).contains("\\u001b[2J\\u202e").hasSizeLessThan(400);
    assertThat(failure.detail().chars()).allMatch(c -> c >= ' ' && c < 127);
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 100_000})
  void rejectsDeepNesting(int depth) {
    RawNotice raw = raw("[".repeat(depth) + "]".repeat(depth));

    assertThat(rejected(parser.parse(raw)).code()).isEqualTo(NOTIFICATION_UNREADABLE);
  }

  @Test
  void rejectsRecordsAboveOneMebibyteUnread() {
    RawNotice raw = raw(" ".repeat(NoticeParser.MAX_BYTES) + "{}");

    assertThat(rejected(parser.parse(raw)).detail()).contains("1048578 bytes", "at most 1048576");
  }

  @Test
  void rejectsAMessageOfTooManyRecordsAsOne() {
    RawNotice raw = raw("[" + "1,".repeat(NoticeParser.MAX_RECORDS) + "1]");

    assertThat(rejected(parser.parse(raw)).detail()).contains("1001 records", "at most 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"upload.v1", "delete.v1", "reprocess.v1"})
  void rejectsWhoeverNamesTheObjectOfAnotherOwnerAsHisOwn(String type) {
    String text = text(goldenWith("heimdex/upload", "upload.v1", type))
        .replace("\"user_id\": \"" + OWNER, "\"user_id\": \"" + VIDEO);

    Failure failure = rejected(parser.parse(raw(text)));

    assertThat(failure.code()).isEqualTo(OWNER_MISMATCH);
    assertThat(failure.detail()).contains("user_id", VIDEO, KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "heimdex/upload",
    "heimdex/delete",
    "heimdex/reprocess",
    "aws/put",
    "aws/delete",
    "aws/delete-marker",
    "ceph/put",
    "ceph/delete",
    "minio/delete",
    "rustfs/put",
    "versity/delete-objects",
    "versity/put-bare-list",
    "eventbridge/created",
    "eventbridge/deleted",
    "cloudevents/aws-put",
    "cloudevents/ceph-delete",
    "cloudevents/wrapped-put"
  })
  void rejectsAnotherBucketInEveryFormatAndForEveryWish(String file) {
    NoticeParser strict =
        new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of("elsewhere"));

    assertThat(strict.parse(golden(file)))
        .allSatisfy(
            parsed -> assertThat(((ParsedNotice.Rejected) parsed).failure().code())
                .isEqualTo(BUCKET_NOT_ALLOWED));
  }

  private static String text(RawNotice raw) {
    return new String(raw.value(), StandardCharsets.UTF_8);
  }
}
