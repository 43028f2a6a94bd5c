package io.heimdex.operators.attempt;

import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import org.jspecify.annotations.Nullable;

/**
 * What attempts are counted of: opening a video, or decoding one segment of it.
 *
 * @param info null before the video was opened
 * @param segment from 0, or {@link #PROBE}
 * @param stage that does it, as it stands in failures
 */
public record DecodeWork(VideoRef video, @Nullable VideoInfo info, int segment, String stage) {
  /** Stands for a segment where the container is opened. */
  public static final int PROBE = -1;

  /** What the video's row shows meanwhile. */
  VideoState state() {
    return segment == PROBE ? VideoState.VALIDATING : VideoState.PROCESSING;
  }

  /** For messages. */
  String describe() {
    return (segment == PROBE ? "opening" : "segment " + segment + " of") + " video "
        + video.videoId();
  }

  /** The same for the same work in every process. */
  int jitter() {
    return 31 * video.videoId().hashCode() + segment;
  }
}
