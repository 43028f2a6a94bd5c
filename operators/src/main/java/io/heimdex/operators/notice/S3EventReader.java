package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.JsonFields.object;
import static io.heimdex.operators.notice.JsonFields.optionalText;
import static io.heimdex.operators.notice.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.schema.NoticeKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one record of an S3 event notification, of AWS or of a server that follows it more or less. */
final class S3EventReader {
  private static final int MAX_NAME = 128;
  private static final String FORM_UPLOAD = "ObjectCreated:Post";

  private S3EventReader() {}

  static boolean recognises(JsonNode record) {
    return record.path("s3").isObject();
  }

  /** What the event is called, without {@code s3:}. */
  static String name(JsonNode record, @Nullable String fallback) throws RejectedNoticeException {
    String name = optionalText(record, "eventName", MAX_NAME);
    return EventNames.withoutPrefix(
        name == null && fallback != null ? fallback : text(record, "eventName", MAX_NAME));
  }

  /** Nothing if the event changes no video. */
  static Optional<ObjectEvent> read(JsonNode record, String name) throws RejectedNoticeException {
    Optional<NoticeKind> kind = EventNames.kind(name);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    JsonNode s3 = object(record, "s3");
    EventSource source = EventSource.of(
        optionalText(record, "eventSource", MAX_NAME),
        optionalText(s3, "configurationId", MAX_NAME));
    JsonNode object = object(s3, "object");
    return beginsMultipartUpload(source, name, object)
        ? Optional.empty()
        : Optional.of(event(kind.get(), name, record, source, object));
  }

  private static ObjectEvent event(
      NoticeKind kind, String name, JsonNode record, EventSource source, JsonNode object)
      throws RejectedNoticeException {
    String version = optionalText(object, "versionId", ObjectEvent.MAX_VERSION);
    String sequencer = optionalText(object, "sequencer", ObjectEvent.MAX_SEQUENCER);
    return ObjectEvent.ofServer(
        kind,
        text(object(object(record, "s3"), "bucket"), "name", ObjectEvent.MAX_BUCKET),
        source.decode(text(object, "key", ObjectEvent.MAX_ENCODED_KEY)),
        EventNames.namesDeleteMarker(name) ? null : version,
        optionalText(object, "eTag", ObjectEvent.MAX_E_TAG),
        source.ordersEvents() ? sequencer : null,
        JsonFields.size(object, "size"),
        JsonFields.time(record, "eventTime"));
  }

  /**
   * Ceph sends {@code ObjectCreated:Post} for an upload by an HTML form, which has content, and for the begin of a multipart
   * upload, which has none yet.
   */
  private static boolean beginsMultipartUpload(EventSource source, String name, JsonNode object)
      throws RejectedNoticeException {
    return source == EventSource.CEPH
        && name.equals(FORM_UPLOAD)
        && JsonFields.size(object, "size") <= 0;
  }
}
