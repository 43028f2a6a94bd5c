package io.heimdex.operators.janitor;

import io.heimdex.operators.publish.LockedVideo;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were staged together, for one commit.
 *
 * @param revision of the work whose commit would publish them; null if an older version staged them
 * @param age since they were staged, by the database's clock
 */
record StagedBatch(
    UUID batchId,
    UUID videoId,
    String generation,
    @Nullable Long revision,
    int rows,
    Duration age) {

  /**
   * Whether no commit needs to read the rows again, whichever checkpoint it comes from. A revision never becomes smaller; if the
   * generation that was superseded is wanted again, newer work publishes it.
   *
   * @param video null if there is no such video: its first commit may still come
   */
  boolean isOver(@Nullable LockedVideo video) {
    if (video == null) {
      return false;
    }
    // The commit would be dropped as superseded.
    if (revision != null && video.supersedes(generation, revision)) {
      return true;
    }
    // The commit would be acknowledged, or dropped as superseded.
    return video.hasPublished(generation, rows);
  }
}
