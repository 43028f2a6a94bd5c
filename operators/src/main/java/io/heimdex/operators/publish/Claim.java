package io.heimdex.operators.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Work on a generation that has stored objects, or is about to.
 *
 * @param revision of the newest work that stores under this generation
 * @param discarded whether that work ended without being published, and its objects were given up
 */
public record Claim(long revision, boolean discarded) {
  private static final String SELECT =
      "select generation, revision, discarded from stored_generations where video_id = ?";

  /** A claim of newer work is another claim: it is not touched by what becomes of older work. */
  private static final String MAKE = """
      insert into stored_generations as s (video_id, generation, revision) values (?, ?, ?)
      on conflict (video_id, generation) do update set
        revision = excluded.revision, discarded = false, claimed_at = now()
      where excluded.revision > s.revision
      """;

  private static final String DISCARD = """
      update stored_generations set discarded = true where video_id = ? and generation = ? and revision <= ?
      """;

  /** All claims on a video, by generation. */
  public static Map<String, Claim> of(Connection connection, UUID videoId) throws SQLException {
    Map<String, Claim> claims = new HashMap<>();
    try (PreparedStatement statement = Sql.prepare(connection, SELECT, videoId);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        claims.put(row.getString(1), new Claim(row.getLong(2), row.getBoolean(3)));
      }
    }
    return claims;
  }

  static void make(Connection connection, UUID videoId, String generation, long revision)
      throws SQLException {
    Sql.update(connection, MAKE, videoId, generation, revision);
  }

  /** Notes that work on a generation up to this revision will not be published from now on. */
  static void discard(Connection connection, UUID videoId, String generation, long revision)
      throws SQLException {
    Sql.update(connection, DISCARD, videoId, generation, revision);
  }
}
