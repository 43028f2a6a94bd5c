package io.heimdex.operators.publish;

import io.heimdex.schema.PublishKind;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a commit needs to know of one change; the rows themselves wait in the staging table.
 *
 * @param info null unless rows are published
 * @param batchId a UUID in canonical text form, of the staged rows; null unless rows are published
 * @param expectedRows that were staged; 0 unless rows are published
 * @param durationMicros of the video as decoded; -1 unless rows are published
 * @param warnings of the video; empty unless rows are published
 */
public record SceneIndexCommittable(
    PublishKind kind,
    VideoRef video,
    @Nullable VideoInfo info,
    @Nullable String batchId,
    int expectedRows,
    long durationMicros,
    List<VideoWarning> warnings) {
  public SceneIndexCommittable {
    boolean publishes = kind == PublishKind.PUBLISH;
    if (publishes != (batchId != null) || publishes != (expectedRows > 0)) {
      throw new IllegalArgumentException(
          "Committable " + kind + " of " + video.videoId() + " has batch "
              + batchId + " with " + expectedRows
              + " rows; PUBLISH needs a batch with at least one, the others none");
    }
  }
}
