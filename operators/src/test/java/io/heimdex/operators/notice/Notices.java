package io.heimdex.operators.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.Failure;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.UploadNotice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the golden files have in common. */
final class Notices {
  static final String OWNER = "0f8fad5b-d9cb-469f-a165-70867728950e";
  static final String VIDEO = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  static final String KEY = "videos/" + OWNER + "/" + VIDEO + ".mp4";
  static final String E_TAG = "d41d8cd98f00b204e9800998ecf8427e";
  static final String MULTIPART_E_TAG = "0a1b2c3d4e5f60718293a4b5c6d7e8f9-88";
  static final long SIZE = 734_003_200;
  static final KafkaPosition POSITION = new KafkaPosition("uploads", 3, 42);

  private Notices() {}

  static RawNotice golden(String name) {
    return new RawNotice(bytes("/notifications/" + name + ".json"), POSITION);
  }

  static RawNotice raw(String text) {
    return new RawNotice(text.getBytes(StandardCharsets.UTF_8), POSITION);
  }

  /** A golden file with some of its text replaced; fails if that text is not in it. */
  static RawNotice goldenWith(String name, String text, String replacement) {
    String golden = new String(golden(name).value(), StandardCharsets.UTF_8);
    assertThat(golden).contains(text);
    return raw(golden.replace(text, replacement));
  }

  static UploadNotice uploaded(
      @Nullable String version, @Nullable String eTag, @Nullable String sequencer, String time) {
    return uploaded(version, eTag, sequencer, SIZE, time);
  }

  static UploadNotice uploaded(
      @Nullable String version,
      @Nullable String eTag,
      @Nullable String sequencer,
      long size,
      String time) {
    return notice(NoticeKind.UPLOADED, version, eTag, sequencer, size, time);
  }

  static UploadNotice deleted(
      @Nullable String version,
      @Nullable String eTag,
      @Nullable String sequencer,
      long size,
      String time) {
    return notice(NoticeKind.DELETED, version, eTag, sequencer, size, time);
  }

  static UploadNotice accepted(List<ParsedNotice> parsed) {
    assertThat(parsed).singleElement().isInstanceOf(ParsedNotice.Accepted.class);
    return ((ParsedNotice.Accepted) parsed.get(0)).notice();
  }

  static Failure rejected(List<ParsedNotice> parsed) {
    assertThat(parsed).singleElement().isInstanceOf(ParsedNotice.Rejected.class);
    return ((ParsedNotice.Rejected) parsed.get(0)).failure();
  }

  private static UploadNotice notice(
      NoticeKind kind,
      @Nullable String version,
      @Nullable String eTag,
      @Nullable String sequencer,
      long size,
      String time) {
    return new UploadNotice(
        kind,
        VIDEO,
        OWNER,
        "uploads",
        KEY,
        version,
        eTag,
        sequencer,
        size,
        Instant.parse(time),
        null,
        null,
        POSITION);
  }

  private static byte[] bytes(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Notices.class.getResourceAsStream(resource), resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
