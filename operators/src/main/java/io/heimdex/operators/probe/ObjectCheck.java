package io.heimdex.operators.probe;

import io.heimdex.operators.notice.SafeText;
import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoRef;
import java.time.Duration;
import java.util.Optional;

/** What can be said of an object before it is opened. Pure. */
final class ObjectCheck {
  private ObjectCheck() {}

  /** Why the object can't be the video that was asked for. */
  static Optional<Failure> check(VideoRef video, ObjectHead head, ProbeLimits limits) {
    if (video.eTag() != null && !video.eTag().equals(head.eTag())) {
      return Optional.of(changed(video, head.eTag(), video.eTag()));
    }
    if (head.sizeBytes() == 0) {
      return Optional.of(failure(
          FailureCode.OBJECT_EMPTY, "Object " + name(video) + " has 0 bytes; expected a video"));
    }
    return limits.checkSize(head.sizeBytes());
  }

  static Failure changed(VideoRef video, String found, String expected) {
    return failure(
        FailureCode.OBJECT_CHANGED,
        "Object " + name(video) + " has the eTag " + SafeText.quote(found)
            + "; expected the notification's " + SafeText.quote(expected));
  }

  static Failure missing(VideoRef video, Duration waited) {
    return failure(
        FailureCode.OBJECT_NOT_FOUND,
        "Object " + name(video) + " does not exist, also after waiting for " + waited.toSeconds()
            + " s");
  }

  static Failure gone(VideoRef video) {
    return failure(
        FailureCode.OBJECT_NOT_FOUND, "Object " + name(video) + " was removed while it was read");
  }

  static Failure forbidden(VideoRef video) {
    return failure(FailureCode.OBJECT_FORBIDDEN, "The server denies reading object " + name(video));
  }

  static Failure failure(FailureCode code, String detail) {
    return new Failure(code, ProbeFunction.STAGE, detail);
  }

  private static String name(VideoRef video) {
    return SafeText.sentence(video.bucket() + "/" + video.key());
  }
}
