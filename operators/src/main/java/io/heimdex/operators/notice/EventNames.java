package io.heimdex.operators.notice;

import io.heimdex.schema.NoticeKind;
import java.util.Optional;
import java.util.Set;

/**
 * What the event names of S3 servers mean to a video.
 *
 * <p>Content that appears ({@code ObjectCreated}, whatever the request) is an upload. Content that goes, be it by a request, by a
 * delete marker or by a life-cycle rule, is a deletion: the index must not show what can't be played any more. All else
 * (tags, access, restores from cold storage, replication, retention, the begin or end of an unfinished multipart upload, the
 * expiry of old versions) leaves the current content as it is and is ignored.
 */
final class EventNames {
  private static final Set<String> NO_NEW_CONTENT = Set.of(
      "ObjectCreated:CreateMultipartUpload",
      "ObjectCreated:PutRetention",
      "ObjectCreated:PutLegalHold",
      "ObjectCreated:PutTagging",
      "ObjectCreated:DeleteTagging",
      "ObjectCreated:PutAcl");
  private static final Set<String> NOTHING_REMOVED =
      Set.of("ObjectRemoved:NoOP", "ObjectRemoved:AbortMultipartUpload");
  private static final String CEPH_EXPIRY = "ObjectLifecycle:Expiration:Current";

  private EventNames() {}

  /** The name without the {@code s3:} that some servers put before it. */
  static String withoutPrefix(String eventName) {
    return eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
  }

  /**
   * Nothing if the event changes no video.
   *
   * @param name without prefix
   */
  static Optional<NoticeKind> kind(String name) {
    if (name.startsWith("ObjectCreated:")) {
      return NO_NEW_CONTENT.contains(name) ? Optional.empty() : Optional.of(NoticeKind.UPLOADED);
    }
    if (name.startsWith("ObjectRemoved:")) {
      return NOTHING_REMOVED.contains(name) ? Optional.empty() : Optional.of(NoticeKind.DELETED);
    }
    return name.startsWith("LifecycleExpiration:") || name.equals(CEPH_EXPIRY)
        ? Optional.of(NoticeKind.DELETED)
        : Optional.empty();
  }

  /** Whether the version in the event is that of a delete marker rather than that of a removed object. */
  static boolean namesDeleteMarker(String name) {
    return name.endsWith(":DeleteMarkerCreated") || name.equals(CEPH_EXPIRY);
  }
}
