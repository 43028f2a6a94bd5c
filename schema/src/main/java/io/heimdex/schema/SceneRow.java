package io.heimdex.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table {@code scenes}, ready to publish: its objects are stored.
 *
 * @param sceneId see {@link SceneIds}
 * @param sceneCount scenes of the video; -1 on all but the last one
 * @param startMicros from the first frame, inclusive
 * @param endMicros from the first frame, exclusive
 * @param durationMicros of the whole video as decoded; -1 on all but the last scene
 * @param visionTags by falling score; null where none were looked for
 * @param textVec null where there is no text, or no model for it
 * @param failure why the video can't be indexed; then there is no scene in this record and it ends the video
 * @param warnings of the whole video; empty on all but the last scene
 */
public record SceneRow(
    VideoRef video,
    VideoInfo info,
    String sceneId,
    int sceneIndex,
    int sceneCount,
    long startMicros,
    long endMicros,
    long durationMicros,
    float @Nullable [] imageVec,
    @Nullable String imageModel,
    @Nullable List<VisionTag> visionTags,
    float @Nullable [] textVec,
    @Nullable String textModel,
    @Nullable String thumbnailKey,
    @Nullable String sidecarKey,
    @Nullable Failure failure,
    List<VideoWarning> warnings) {

  /** The key of the streams of rows. */
  public String videoId() {
    return video.videoId();
  }

  /** The record that ends a video which can't be indexed. */
  public static SceneRow failed(VideoRef video, VideoInfo info, Failure failure) {
    return new SceneRow(
        video, info, "", -1, -1, 0, 0, -1, null, null, null, null, null, null, null, failure,
        List.of());
  }
}
