package io.heimdex.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of decoded frames of one segment, as features: what {@code detect} hands to {@code assemble}.
 *
 * @param segmentIndex from 0
 * @param segmentCount segments of this video
 * @param chunkIndex from 0 within its segment; without gaps, also after a restart
 * @param lastOfSegment whether the segment ends with this chunk
 * @param ptsMicros presentation time of each frame, ascending
 * @param features as many bytes for each frame as the detector's kind of features has, frame by frame
 * @param candidates keyframe candidates among these frames, ascending in time
 * @param endMicros end of presentation of the last frame, exclusive
 * @param failure why the segment can't be decoded; then there are no frames
 * @param damage in and before these frames, since the frame before them
 */
public record FrameChunk(
    VideoRef video,
    VideoInfo info,
    int segmentIndex,
    int segmentCount,
    int chunkIndex,
    boolean lastOfSegment,
    long[] ptsMicros,
    byte[] features,
    List<Keyframe> candidates,
    long endMicros,
    @Nullable Failure failure,
    Damage damage) {

  /** The key of the streams of chunks. */
  public String videoId() {
    return video.videoId();
  }

  public int frames() {
    return ptsMicros.length;
  }
}
