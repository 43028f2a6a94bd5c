package io.heimdex.operators.detect;

import io.heimdex.operators.notice.SafeText;
import io.heimdex.operators.storage.ObjectForbiddenException;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.SegmentTask;
import io.heimdex.schema.VideoRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The objects that segments are read from. Not thread-safe. */
final class SegmentSource implements AutoCloseable {
  private static final Duration URL_VALIDITY = Duration.ofHours(24);

  private final ObjectStore store;

  SegmentSource(ObjectStore store) {
    this.store = store;
  }

  /**
   * Where the decoder reads. Asked before each attempt, as URLs expire; the fragment stays the same while the contents do, so that
   * the decoder need not open the video for each segment anew.
   */
  String url(SegmentTask task) {
    VideoRef video = task.video();
    return store.presignedUrl(video.bucket(), video.key(), video.versionId(), URL_VALIDITY) + "#"
        + video.generation();
  }

  /**
   * Why the object is not, or not any more, the one that was probed: then whatever was read of it counts for nothing.
   *
   * @throws IOException if the server can't tell now
   */
  Optional<Failure> change(SegmentTask task) throws IOException {
    VideoRef video = task.video();
    ObjectHead head = store.head(video.bucket(), video.key(), video.versionId());
    if (head == null) {
      return failure(FailureCode.OBJECT_NOT_FOUND, name(video) + " was removed while it was read");
    }
    if (video.eTag() != null && !video.eTag().equals(head.eTag())) {
      return failure(
          FailureCode.OBJECT_CHANGED,
          name(video) + " was replaced while it was read: it has the eTag "
              + SafeText.quote(head.eTag()) + "; expected " + SafeText.quote(video.eTag()));
    }
    if (task.info().sizeBytes() >= 0 && task.info().sizeBytes() != head.sizeBytes()) {
      return failure(
          FailureCode.OBJECT_CHANGED,
          name(video) + " was replaced while it was read: it has " + head.sizeBytes()
              + " bytes; expected " + task.info().sizeBytes());
    }
    return Optional.empty();
  }

  /** Whether the server denies the object: it said so, or does to a fresh URL, whatever it says of the head. */
  boolean isDenied(SegmentTask task, IOException fault) {
    if (fault instanceof ObjectForbiddenException) {
      return true;
    }
    VideoRef video = task.video();
    try {
      store.checkReadable(video.bucket(), video.key(), video.versionId());
      return false;
    } catch (ObjectForbiddenException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Failure denied(SegmentTask task) {
    return new Failure(
        FailureCode.OBJECT_FORBIDDEN,
        DetectOperator.STAGE,
        "The server denies reading object " + name(task.video()));
  }

  @Override
  public void close() {
    store.close();
  }

  private static Optional<Failure> failure(FailureCode code, String detail) {
    return Optional.of(new Failure(code, DetectOperator.STAGE, "Object " + detail));
  }

  private static String name(VideoRef video) {
    return SafeText.sentence(video.bucket() + "/" + video.key());
  }
}
