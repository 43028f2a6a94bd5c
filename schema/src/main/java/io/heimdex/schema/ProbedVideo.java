package io.heimdex.schema;

import org.jspecify.annotations.Nullable;

/**
 * A video that was looked at: either what it is, or why it can't be indexed.
 *
 * @param info null if the container could not be opened
 * @param failure null if the video is fit to be indexed
 */
public record ProbedVideo(
    VideoRef video, @Nullable VideoInfo info, @Nullable Failure failure) {
  public ProbedVideo {
    if (info == null && failure == null) {
      throw new IllegalArgumentException("Video " + video.videoId()
          + " was probed with neither a result nor a failure; expected at least one");
    }
  }
}
