package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.RejectedNoticeException.invalid;

import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.ObjectKeys;
import io.heimdex.schema.UploadNotice;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what a notification says into an {@link UploadNotice}, or tells why not. The same for all formats. */
final class NoticeChecks {
  /** As wide as {@code videos.storage_key}. */
  private static final int MAX_KEY = 512;

  private final KeyPattern keyPattern;
  private final SortedSet<String> allowedBuckets;

  /** @param allowedBuckets empty for all */
  NoticeChecks(KeyPattern keyPattern, Set<String> allowedBuckets) {
    this.keyPattern = keyPattern;
    this.allowedBuckets = new TreeSet<>(allowedBuckets);
  }

  ParsedNotice check(ObjectEvent event, KafkaPosition position) throws RejectedNoticeException {
    requireAllowed(event.bucket());
    requireSafe(event.key());
    if (isDerived(event.key())) {
      return new ParsedNotice.Ignored(event.kind() + " of a derived object");
    }
    KeyPattern.Ids ids = ids(event);
    return new ParsedNotice.Accepted(new UploadNotice(
        event.kind(),
        ids.videoId(),
        ids.ownerId(),
        event.bucket(),
        event.key(),
        version(event.versionId()),
        unquoted(event.eTag()),
        event.sequencer(),
        event.sizeBytes(),
        event.eventTime(),
        event.title(),
        event.description(),
        position));
  }

  private void requireAllowed(String bucket) throws RejectedNoticeException {
    if (!allowedBuckets.isEmpty() && !allowedBuckets.contains(bucket)) {
      throw new RejectedNoticeException(
          FailureCode.BUCKET_NOT_ALLOWED,
          "Bucket " + SafeText.quote(bucket) + " is none of those that may be read: "
              + SafeText.sentence(String.join(", ", allowedBuckets)));
    }
  }

  private static void requireSafe(String key) throws RejectedNoticeException {
    if (key.length() > MAX_KEY) {
      throw invalid("Field key is " + SafeText.quote(key) + " of " + key.length()
          + " characters; expected at most " + MAX_KEY);
    }
    boolean climbs =
        Arrays.stream(key.split("/", -1)).anyMatch(s -> s.equals("..") || s.equals("."));
    if (key.isEmpty() || climbs || !SafeText.isPlain(key)) {
      throw invalid("Field key is " + SafeText.quote(key)
          + "; expected a key without control characters and without the steps . and ..");
    }
  }

  /** Our own thumbnails and sidecars, where they share the bucket of the uploads. */
  private static boolean isDerived(String key) {
    return key.startsWith(ObjectKeys.THUMBNAILS) || key.startsWith(ObjectKeys.SIDECARS);
  }

  private KeyPattern.Ids ids(ObjectEvent event) throws RejectedNoticeException {
    String videoId = uuid("video_id", event.videoId());
    String ownerId = uuid("user_id", event.ownerId());
    Optional<KeyPattern.Ids> ofKey = keyPattern.read(event.key());
    if (ownerId != null && ofKey.isPresent()) {
      requireSameOwner(ownerId, ofKey.get(), event.key());
    }
    if (videoId != null && ownerId != null) {
      return new KeyPattern.Ids(videoId, ownerId);
    }
    if (ofKey.isEmpty()) {
      throw new RejectedNoticeException(
          FailureCode.KEY_NOT_RECOGNISED,
          "Key " + SafeText.quote(event.key()) + " does not fit " + keyPattern
              + " with two UUIDs, and the notification does not name video and user");
    }
    KeyPattern.Ids ids = ofKey.get();
    return new KeyPattern.Ids(
        videoId == null ? ids.videoId() : videoId, ownerId == null ? ids.ownerId() : ownerId);
  }

  /** Else somebody could have the object of another indexed as his own. */
  private static void requireSameOwner(String ownerId, KeyPattern.Ids ofKey, String key)
      throws RejectedNoticeException {
    if (!ownerId.equals(ofKey.ownerId())) {
      throw new RejectedNoticeException(
          FailureCode.OWNER_MISMATCH,
          "Field user_id is '" + ownerId + "', but key " + SafeText.quote(key)
              + " belongs to another owner");
    }
  }

  private static @Nullable String uuid(String field, @Nullable String value)
      throws RejectedNoticeException {
    if (value == null) {
      return null;
    }
    if (!KeyPattern.UUID.matcher(value).matches()) {
      throw invalid("Field " + field + " is " + SafeText.quote(value) + "; expected a UUID");
    }
    return KeyPattern.canonical(value);
  }

  /** {@code null} as text is how S3 calls what a bucket without versions holds. */
  private static @Nullable String version(@Nullable String versionId) {
    return "null".equals(versionId) ? null : versionId;
  }

  private static @Nullable String unquoted(@Nullable String eTag) {
    if (eTag == null) {
      return null;
    }
    boolean quoted = eTag.length() >= 2 && eTag.startsWith("\"") && eTag.endsWith("\"");
    String inner = quoted ? eTag.substring(1, eTag.length() - 1) : eTag;
    return inner.isEmpty() ? null : inner;
  }
}
