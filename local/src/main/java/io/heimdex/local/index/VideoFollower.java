package io.heimdex.local.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.schema.VideoWarning;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks at the rows of videos. */
final class VideoFollower {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;

  VideoFollower(Connection connection) throws SQLException {
    this.connection = connection;
    // Row and scenes are read as of one moment.
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  /** The report of an upload, once its generation is indexed or has failed; empty until then. */
  Optional<VideoReport> report(PendingVideo pending) throws SQLException {
    try {
      return select(pending);
    } finally {
      connection.rollback();
    }
  }

  private Optional<VideoReport> select(PendingVideo pending) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
            SELECT state::text, error_code, error_text, duration_s, warnings::text FROM videos
            WHERE video_id = ? AND (state = 'indexed' AND generation = ? OR state = 'failed' AND work_generation = ?)
            """)) {
      select.setObject(1, UUID.fromString(pending.videoId()));
      select.setString(2, pending.generation());
      select.setString(3, pending.generation());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(report(pending, row)) : Optional.empty();
      }
    }
  }

  private VideoReport report(PendingVideo pending, ResultSet row) throws SQLException {
    String state = row.getString("state");
    return new VideoReport(
        pending.file().toString(),
        pending.videoId(),
        state,
        row.getString("error_code"),
        row.getString("error_text"),
        row.getBigDecimal("duration_s") == null
            ? null
            : row.getBigDecimal("duration_s").doubleValue(),
        pending.generation(),
        pending.secondsSinceStart(),
        state.equals("indexed") ? warnings(row.getString("warnings")) : List.of(),
        state.equals("indexed") ? scenes(pending.videoId()) : List.of());
  }

  private static List<VideoWarning> warnings(String json) {
    try {
      return List.of(JSON.readValue(json, VideoWarning[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("videos.warnings is no list of warnings: " + json, e);
    }
  }

  private List<VideoReport.Scene> scenes(String videoId) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
            SELECT scene_index, scene_id, start_s, end_s, thumbnail_key, sidecar_key, vector_dims(image_vec) AS dims
            FROM scenes WHERE video_id = ? ORDER BY scene_index
            """)) {
      select.setObject(1, UUID.fromString(videoId));
      List<VideoReport.Scene> scenes = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          scenes.add(new VideoReport.Scene(
              row.getInt("scene_index"),
              row.getString("scene_id"),
              row.getBigDecimal("start_s").doubleValue(),
              row.getBigDecimal("end_s").doubleValue(),
              row.getString("thumbnail_key"),
              row.getString("sidecar_key"),
              row.getObject("dims", Integer.class)));
        }
      }
      return scenes;
    }
  }
}
