package io.heimdex.operators.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Heimdex' own notification, as it stands in Kafka: a JSON object that fits {@code json-schema/notification.schema.json}.
 *
 * <pre>{@code
 * {
 *   "type": "heimdex.upload.v1",       // or heimdex.delete.v1, heimdex.reprocess.v1
 *   "video_id": "<UUID>",              // may be left out if the key fits the key pattern
 *   "user_id": "<UUID>",               // likewise
 *   "bucket": "uploads",
 *   "key": "videos/<UUID>/<UUID>.mp4", // as it is, not URL-encoded
 *   "version_id": "...",               // of a versioned bucket
 *   "e_tag": "...",                    // without quotes; tells two contents of a key apart
 *   "size_bytes": 1234,
 *   "sequencer": "0055AED6DCD90281E5", // order of the events of one key, as S3 has it
 *   "event_time": "2026-11-22T10:00:00Z",
 *   "title": "...",                    // at most 255 characters
 *   "description": "..."               // at most 5000 characters
 * }
 * }</pre>
 *
 * <p>{@code type}, {@code bucket}, {@code key} and {@code event_time} are required. Unknown fields are ignored.
 *
 * @param videoId null to leave it to the key
 * @param ownerId null to leave it to the key
 * @param sizeBytes -1 if not known
 */
public record HeimdexNotification(
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

  static final String TYPE = "type";
  static final String VIDEO_ID = "video_id";
  static final String USER_ID = "user_id";
  static final String BUCKET = "bucket";
  static final String KEY = "key";
  static final String VERSION_ID = "version_id";
  static final String E_TAG = "e_tag";
  static final String SIZE_BYTES = "size_bytes";
  static final String SEQUENCER = "sequencer";
  static final String EVENT_TIME = "event_time";
  static final String TITLE = "title";
  static final String DESCRIPTION = "description";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Asks to index a piece of work again, whatever became of it. Its time is the revision of that work, so that it counts as
   * stale once newer content of the video was admitted.
   */
  public static HeimdexNotification reprocess(VideoRef video) {
    return new HeimdexNotification(
        NoticeKind.REPROCESS,
        video.videoId(),
        video.ownerId(),
        video.bucket(),
        video.key(),
        video.versionId(),
        video.eTag(),
        null,
        video.sizeBytes(),
        Instant.EPOCH.plus(video.revision(), ChronoUnit.MICROS),
        video.title(),
        video.description());
  }

  /** Says what another notification said, in whatever format. */
  public static HeimdexNotification of(UploadNotice notice) {
    return new HeimdexNotification(
        notice.kind(),
        notice.videoId(),
        notice.ownerId(),
        notice.bucket(),
        notice.key(),
        notice.versionId(),
        notice.eTag(),
        notice.sequencer(),
        notice.sizeBytes(),
        notice.eventTime(),
        notice.title(),
        notice.description());
  }

  /** The document, on one line. What is null or unknown is left out. */
  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put(TYPE, typeOf(kind));
    putIfKnown(json, VIDEO_ID, videoId);
    putIfKnown(json, USER_ID, ownerId);
    json.put(BUCKET, bucket);
    json.put(KEY, key);
    putIfKnown(json, VERSION_ID, versionId);
    putIfKnown(json, E_TAG, eTag);
    if (sizeBytes >= 0) {
      json.put(SIZE_BYTES, sizeBytes);
    }
    putIfKnown(json, SEQUENCER, sequencer);
    json.put(EVENT_TIME, eventTime.toString());
    putIfKnown(json, TITLE, title);
    putIfKnown(json, DESCRIPTION, description);
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Can't write the notification of " + bucket + "/" + key, e);
    }
  }

  static String typeOf(NoticeKind kind) {
    return switch (kind) {
      case UPLOADED -> "heimdex.upload.v1";
      case DELETED -> "heimdex.delete.v1";
      case REPROCESS -> "heimdex.reprocess.v1";
    };
  }

  private static void putIfKnown(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }
}
