package io.heimdex.operators.publish;

import io.heimdex.schema.VideoState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database says of a video, under its lock: it stays so until the transaction ends.
 *
 * @param generation that the table {@code scenes} holds; null if none
 * @param workGeneration that was admitted last; null if none
 * @param revision the newest that is known
 */
record LockedVideo(
    VideoState state,
    @Nullable String generation,
    @Nullable String workGeneration,
    long revision,
    int sceneCount) {
  private static final String LOCK = """
      select state, generation, work_generation, revision, scene_count
      from videos where video_id = ? for update
      """;

  /** Null if there is no such video. */
  static @Nullable LockedVideo lock(Connection connection, UUID videoId) throws SQLException {
    try (PreparedStatement statement = Sql.prepare(connection, LOCK, videoId);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      return new LockedVideo(
          VideoState.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
          row.getString(2),
          row.getString(3),
          row.getLong(4),
          row.getInt(5));
    }
  }

  /** Whether the table {@code scenes} holds this generation, in whatever state the video is. */
  boolean isLive(String candidate) {
    return candidate.equals(generation);
  }

  /** Whether the video is indexed in this generation. */
  boolean isIndexed(String candidate) {
    return state == VideoState.INDEXED && isLive(candidate);
  }

  /** Whether objects of this generation are needed: it is live, or work on it goes on. */
  boolean needs(String candidate) {
    boolean inWork = state != VideoState.FAILED && state != VideoState.DELETED;
    return isLive(candidate) || (inWork && candidate.equals(workGeneration));
  }
}
