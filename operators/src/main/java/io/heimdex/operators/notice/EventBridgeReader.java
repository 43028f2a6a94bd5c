package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.JsonFields.object;
import static io.heimdex.operators.notice.JsonFields.optionalText;
import static io.heimdex.operators.notice.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.schema.NoticeKind;
import java.util.Optional;

/** Reads the events that S3 sends through Amazon EventBridge. Their keys are not encoded. */
final class EventBridgeReader {
  static final String DETAIL_TYPE = "detail-type";

  private EventBridgeReader() {}

  static boolean recognises(JsonNode document) {
    return document.path(DETAIL_TYPE).isTextual()
        && document.path("source").asText("").equals("aws.s3");
  }

  /** Nothing if the event changes no video. */
  static Optional<ObjectEvent> read(JsonNode json) throws RejectedNoticeException {
    String type = text(json, DETAIL_TYPE, ObjectEvent.MAX_BUCKET);
    return switch (type) {
      case "Object Created" -> Optional.of(event(NoticeKind.UPLOADED, json));
      case "Object Deleted" -> Optional.of(event(NoticeKind.DELETED, json));
      default -> Optional.empty();
    };
  }

  private static ObjectEvent event(NoticeKind kind, JsonNode json) throws RejectedNoticeException {
    JsonNode detail = object(json, "detail");
    JsonNode object = object(detail, "object");
    String version = optionalText(object, "version-id", ObjectEvent.MAX_VERSION);
    return ObjectEvent.ofServer(
        kind,
        text(object(detail, "bucket"), "name", ObjectEvent.MAX_BUCKET),
        text(object, "key", ObjectEvent.MAX_ENCODED_KEY),
        namesDeleteMarker(detail) ? null : version,
        optionalText(object, "etag", ObjectEvent.MAX_E_TAG),
        optionalText(object, "sequencer", ObjectEvent.MAX_SEQUENCER),
        JsonFields.size(object, "size"),
        JsonFields.time(json, "time"));
  }

  private static boolean namesDeleteMarker(JsonNode detail) throws RejectedNoticeException {
    return "Delete Marker Created"
        .equals(optionalText(detail, "deletion-type", ObjectEvent.MAX_BUCKET));
  }
}
