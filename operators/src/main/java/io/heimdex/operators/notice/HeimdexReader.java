package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.JsonFields.optionalLines;
import static io.heimdex.operators.notice.JsonFields.optionalText;
import static io.heimdex.operators.notice.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.NoticeKind;

/** Reads {@link HeimdexNotification}s. */
final class HeimdexReader {
  private static final String TYPE_PREFIX = "heimdex.";
  private static final int MAX_TYPE = 128;
  private static final int MAX_UUID = 64;
  private static final int MAX_TITLE = 255;
  private static final int MAX_DESCRIPTION = 5000;

  private HeimdexReader() {}

  static boolean recognises(JsonNode document) {
    return document.path(HeimdexNotification.TYPE).asText("").startsWith(TYPE_PREFIX);
  }

  static ObjectEvent read(JsonNode json) throws RejectedNoticeException {
    return new ObjectEvent(
        kind(text(json, HeimdexNotification.TYPE, MAX_TYPE)),
        optionalText(json, HeimdexNotification.VIDEO_ID, MAX_UUID),
        optionalText(json, HeimdexNotification.USER_ID, MAX_UUID),
        text(json, HeimdexNotification.BUCKET, ObjectEvent.MAX_BUCKET),
        text(json, HeimdexNotification.KEY, ObjectEvent.MAX_ENCODED_KEY),
        optionalText(json, HeimdexNotification.VERSION_ID, ObjectEvent.MAX_VERSION),
        optionalText(json, HeimdexNotification.E_TAG, ObjectEvent.MAX_E_TAG),
        optionalText(json, HeimdexNotification.SEQUENCER, ObjectEvent.MAX_SEQUENCER),
        JsonFields.size(json, HeimdexNotification.SIZE_BYTES),
        JsonFields.time(json, HeimdexNotification.EVENT_TIME),
        optionalText(json, HeimdexNotification.TITLE, MAX_TITLE),
        optionalLines(json, HeimdexNotification.DESCRIPTION, MAX_DESCRIPTION));
  }

  private static NoticeKind kind(String type) throws RejectedNoticeException {
    for (NoticeKind kind : NoticeKind.values()) {
      if (HeimdexNotification.typeOf(kind).equals(type)) {
        return kind;
      }
    }
    throw new RejectedNoticeException(
        FailureCode.NOTIFICATION_UNREADABLE,
        "Field type is " + SafeText.quote(type)
            + "; expected heimdex.upload.v1, heimdex.delete.v1 or heimdex.reprocess.v1");
  }
}
