package io.heimdex.operators.publish;

import io.heimdex.schema.VideoState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database says of a video, under its lock: it stays so until the transaction ends. Claims wait for the lock too
 * ({@link GenerationClaims}).
 *
 * @param ownerId whose the video is, see {@link VideoOwner}
 * @param generation that the table {@code scenes} holds; null if none
 * @param workGeneration that was admitted last; null if none
 * @param revision the newest that is known
 * @param claims by generation
 */
public record LockedVideo(
    UUID ownerId,
    VideoState state,
    @Nullable String generation,
    @Nullable String workGeneration,
    long revision,
    int sceneCount,
    Map<String, Claim> claims) {
  private static final String LOCK = """
      select user_id, state, generation, work_generation, revision, scene_count
      from videos where video_id = ? for update
      """;

  /** Null if there is no such video. */
  public static @Nullable LockedVideo lock(Connection connection, UUID videoId)
      throws SQLException {
    try (PreparedStatement statement = Sql.prepare(connection, LOCK, videoId);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      return new LockedVideo(
          row.getObject(1, UUID.class),
          VideoState.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
          row.getString(3),
          row.getString(4),
          row.getLong(5),
          row.getInt(6),
          // A statement of its own, so that it sees what was committed before the lock was given.
          Claim.of(connection, videoId));
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

  /**
   * Whether newer work was admitted, on something else. Work on the same generation under another revision is no newer work: two
   * notifications of one upload may be admitted in another order after a crash, and the first of them gives the revision.
   */
  public boolean supersedes(String candidate, long candidateRevision) {
    return isNewerThan(candidateRevision) && !candidate.equals(workGeneration);
  }

  /** Whether a higher revision is known, of whatever generation. */
  boolean isNewerThan(long candidateRevision) {
    return revision > candidateRevision;
  }

  /** Whether a commit of so many rows of this generation would find them live already. */
  public boolean hasPublished(String candidate, int rows) {
    return isIndexed(candidate) && sceneCount == rows;
  }

  /** Whether this revision of a generation ended without being published, so that its objects may be gone. */
  boolean hasDiscarded(String candidate, long candidateRevision) {
    Claim claim = claims.get(candidate);
    return claim != null && claim.discarded() && claim.revision() >= candidateRevision;
  }

  /**
   * Whether objects of this generation are needed: it is live, or there is work on it that a commit may still publish, be it
   * of a running job or of one that is restored from a checkpoint.
   */
  public boolean needs(String candidate) {
    return isLive(candidate) || isClaimed(candidate) || isInWork(candidate);
  }

  /** Claimed by work that no newer work supersedes. */
  private boolean isClaimed(String candidate) {
    Claim claim = claims.get(candidate);
    return claim != null && !claim.discarded() && !supersedes(candidate, claim.revision());
  }

  /** Admitted, and perhaps begun by a version that made no claims. */
  private boolean isInWork(String candidate) {
    return state != VideoState.FAILED
        && state != VideoState.DELETED
        && candidate.equals(workGeneration)
        && !hasDiscarded(candidate, revision);
  }
}
