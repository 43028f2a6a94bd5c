package io.heimdex.schema;

/**
 * One span of a video to decode: a reference, no pixels.
 *
 * @param index from 0
 * @param count segments of this video
 * @param fromMicros presentation time of the container, inclusive; {@link Long#MIN_VALUE} for the first segment
 * @param toMicros presentation time of the container, exclusive; {@link Long#MAX_VALUE} for the last segment
 */
public record SegmentTask(
    VideoRef video, VideoInfo info, int index, int count, long fromMicros, long toMicros) {
  public SegmentTask {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "Segment " + index + " of " + video.videoId() + " is not between 0 and " + (count - 1));
    }
    if (fromMicros >= toMicros) {
      throw new IllegalArgumentException("Segment " + index + " of " + video.videoId() + " ends at "
          + toMicros + " us but starts at " + fromMicros + " us");
    }
  }
}
