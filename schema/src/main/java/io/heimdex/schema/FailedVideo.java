package io.heimdex.schema;

import org.jspecify.annotations.Nullable;

/** A video that can't be indexed, and why. */
public record FailedVideo(VideoRef video, @Nullable VideoInfo info, Failure failure) {

  /** The key of the streams of failures. */
  public String videoId() {
    return video.videoId();
  }
}
