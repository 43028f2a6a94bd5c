package io.heimdex.operators.notice;

import io.heimdex.schema.NoticeKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one notification says of one object, in whatever format it came; not yet checked.
 *
 * @param videoId null if the key is to tell
 * @param ownerId null if the key is to tell
 * @param key decoded
 * @param eTag with or without quotes
 */
record ObjectEvent(
    NoticeKind kind,
    @Nullable String videoId,
    @Nullable String ownerId,
    String bucket,
    String key,
    @Nullable String versionId,
    @Nullable String eTag,
    @Nullable String sequencer,
    long sizeBytes,
    Instant eventTime,
    @Nullable String title,
    @Nullable String description) {

  /** Longest values that S3 knows, and a bit more. */
  static final int MAX_BUCKET = 255;

  static final int MAX_ENCODED_KEY = 8192;
  static final int MAX_VERSION = 1024;
  static final int MAX_E_TAG = 255;
  static final int MAX_SEQUENCER = 128;

  /** An event of an S3 server: the key names video and owner. */
  static ObjectEvent ofServer(
      NoticeKind kind,
      String bucket,
      String key,
      @Nullable String versionId,
      @Nullable String eTag,
      @Nullable String sequencer,
      long sizeBytes,
      Instant eventTime) {
    return new ObjectEvent(
        kind, null, null, bucket, key, versionId, eTag, sequencer, sizeBytes, eventTime, null,
        null);
  }
}
