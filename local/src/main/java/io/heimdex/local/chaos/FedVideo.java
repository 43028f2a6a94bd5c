package io.heimdex.local.chaos;

import com.github.f4b6a3.uuid.UuidCreator;
import io.heimdex.operators.notice.HeimdexNotification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A video of a run, and what was done with it. Not thread-safe. */
final class FedVideo {
  /** Of all videos, so that two runs give them the same ids. */
  static final String OWNER = "6f0e7d0a-5c0e-4f35-8a54-c4a05f0c4a05";

  private final String videoId;
  private final String key;
  private final Content last;
  private final List<Upload> uploads = new ArrayList<>();

  /**
   * One upload that S3 has acknowledged.
   *
   * @param generation that the job gives it
   */
  record Upload(Content content, String generation, HeimdexNotification notification) {}

  /** @param last what the video is to be in the end */
  FedVideo(Content last) {
    this.last = last;
    this.videoId = UuidCreator.getNameBasedSha1(UUID.fromString(OWNER), "video " + last.index())
        .toString();
    String name = last.file().getFileName().toString();
    String extension = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "bin";
    this.key = "videos/" + OWNER + "/" + videoId + "." + extension;
  }

  String videoId() {
    return videoId;
  }

  /** Of the object. */
  String key() {
    return key;
  }

  Content last() {
    return last;
  }

  void uploaded(Upload upload) {
    uploads.add(upload);
  }

  /** All so far, the newest last. */
  List<Upload> uploads() {
    return uploads;
  }

  /** Null before the first. */
  @Nullable
  Upload current() {
    return uploads.isEmpty() ? null : uploads.get(uploads.size() - 1);
  }

  /** Whether the object is what it is to be in the end. */
  boolean isLast() {
    Upload current = current();
    return current != null
        && current.content().isWhole()
        && current.content().index() == last.index();
  }
}
