package io.heimdex.schema;

import org.jspecify.annotations.Nullable;

/**
 * How far a video has come: VALIDATING, PROCESSING or FAILED. Written as an idempotent upsert.
 *
 * @param info null before the probe
 * @param failure null unless the state is FAILED
 */
public record ProgressUpdate(
    VideoRef video,
    VideoState state,
    @Nullable VideoInfo info,
    @Nullable Failure failure) {
  public ProgressUpdate {
    if ((state == VideoState.FAILED) != (failure != null)) {
      throw new IllegalArgumentException("Progress of " + video.videoId() + " is " + state
          + " with failure " + failure + "; a failure belongs to FAILED and only to it");
    }
  }

  /** The key of the streams of updates. */
  public String videoId() {
    return video.videoId();
  }
}
