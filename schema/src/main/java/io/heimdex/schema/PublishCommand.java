package io.heimdex.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of one video's rows, complete in itself.
 *
 * @param info null for {@link PublishKind#DELETE}
 * @param durationMicros of the video as decoded; -1 unless it is to be published
 * @param warnings of the video; empty unless it is to be published
 * @param rows all scenes of the video, by index; empty unless they are to be published
 */
public record PublishCommand(
    PublishKind kind,
    VideoRef video,
    @Nullable VideoInfo info,
    long durationMicros,
    List<VideoWarning> warnings,
    List<SceneRow> rows) {

  /** One without a warning. */
  public PublishCommand(
      PublishKind kind,
      VideoRef video,
      @Nullable VideoInfo info,
      long durationMicros,
      List<SceneRow> rows) {
    this(kind, video, info, durationMicros, List.of(), rows);
  }
}
