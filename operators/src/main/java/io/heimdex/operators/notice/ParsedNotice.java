package io.heimdex.operators.notice;

import io.heimdex.schema.Failure;
import io.heimdex.schema.UploadNotice;
import org.jspecify.annotations.Nullable;

/** What became of one notification. A Kafka record may hold several. */
public sealed interface ParsedNotice {

  /**
   * It asks for work.
   *
   * @param record the one among several of a message, as a message of its own; null for the whole message
   */
  record Accepted(UploadNotice notice, @Nullable String record) implements ParsedNotice {
    Accepted(UploadNotice notice) {
      this(notice, null);
    }
  }

  /**
   * It can't be worked off.
   *
   * @param record the one among several of a message, as a message of its own; null for the whole message
   */
  record Rejected(Failure failure, @Nullable String record) implements ParsedNotice {}

  /**
   * It tells of something that changes no video: a test event, a tag, the begin of a multipart upload.
   *
   * @param event its name, as the source gave it, bounded and printable
   */
  record Ignored(String event) implements ParsedNotice {}
}
