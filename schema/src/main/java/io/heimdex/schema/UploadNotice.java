package io.heimdex.schema;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One notification, whatever format it came in.
 *
 * @param videoId a UUID in canonical text form
 * @param ownerId a UUID in canonical text form
 * @param key of the object, decoded
 * @param versionId of the object in a versioned bucket, else null
 * @param eTag without quotes, null where the source gave none (removals)
 * @param sequencer the source's order of events of one key, null where it gives none
 * @param sizeBytes -1 where the source gave none
 * @param original the notification's own text, see {@link OriginalNotice}; null where it isn't kept
 */
public record UploadNotice(
    NoticeKind kind,
    String videoId,
    String ownerId,
    String bucket,
    String key,
    @Nullable String versionId,
    @Nullable String eTag,
    @Nullable String sequencer,
    long sizeBytes,
    Instant eventTime,
    @Nullable String title,
    @Nullable String description,
    KafkaPosition position,
    @Nullable String original) {

  /** Without its text. */
  public UploadNotice(
      NoticeKind kind,
      String videoId,
      String ownerId,
      String bucket,
      String key,
      @Nullable String versionId,
      @Nullable String eTag,
      @Nullable String sequencer,
      long sizeBytes,
      Instant eventTime,
      @Nullable String title,
      @Nullable String description,
      KafkaPosition position) {
    this(
        kind,
        videoId,
        ownerId,
        bucket,
        key,
        versionId,
        eTag,
        sequencer,
        sizeBytes,
        eventTime,
        title,
        description,
        position,
        null);
  }

  /** The same with its text. */
  public UploadNotice withOriginal(String text) {
    return new UploadNotice(
        kind,
        videoId,
        ownerId,
        bucket,
        key,
        versionId,
        eTag,
        sequencer,
        sizeBytes,
        eventTime,
        title,
        description,
        position,
        text);
  }
}
