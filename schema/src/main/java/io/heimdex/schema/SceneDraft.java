package io.heimdex.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scene that was found, on its way through embedding to its objects.
 *
 * @param sceneIndex from 0
 * @param sceneCount scenes of the video; -1 on all but the last one
 * @param startMicros from the first frame, inclusive
 * @param endMicros from the first frame, exclusive
 * @param keyframes for the image vector, ascending in time; at least one
 * @param thumbnail index into {@code keyframes} of the one to show
 * @param durationMicros of the whole video as decoded; -1 on all but the last scene
 * @param frames decoded of the whole video; -1 on all but the last scene
 * @param failure why the video can't be indexed; then there is no scene in this record and it ends the video
 * @param warnings of the whole video; empty on all but the last scene
 */
public record SceneDraft(
    VideoRef video,
    VideoInfo info,
    int sceneIndex,
    int sceneCount,
    long startMicros,
    long endMicros,
    List<Keyframe> keyframes,
    int thumbnail,
    long durationMicros,
    long frames,
    @Nullable Failure failure,
    List<VideoWarning> warnings) {

  /** The record that ends a video which can't be indexed. */
  public static SceneDraft failed(VideoRef video, VideoInfo info, Failure failure) {
    return new SceneDraft(video, info, -1, -1, 0, 0, List.of(), -1, -1, -1, failure, List.of());
  }
}
