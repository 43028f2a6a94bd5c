package io.heimdex.local.chaos;

import io.heimdex.operators.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of videos as of the last look. Not thread-safe. */
final class VideoStates implements AutoCloseable {
  private static final String SELECT =
      "SELECT video_id, state, generation, work_generation, error_code, error_text FROM videos";

  private static final String SCENES = """
      SELECT count(*) || ' scenes until ' || coalesce(string_agg(end_s::text, ', ' ORDER BY scene_index, scene_id), '-')
        || ' s, digest ' || coalesce(md5(string_agg(
          ROW(scene_index, start_s, end_s, image_vec)::text, ',' ORDER BY scene_index, scene_id)), '-')
      FROM scenes WHERE video_id = ?::uuid
      """;

  private final DatabaseSettings database;
  private final Map<String, State> states = new HashMap<>();
  private @Nullable Connection connection;

  VideoStates(DatabaseSettings database) {
    this.database = database;
  }

  private record State(
      String state,
      @Nullable String generation,
      @Nullable String workGeneration,
      @Nullable String errorCode,
      @Nullable String errorText) {
    boolean isIndexed(String wanted) {
      return state.equals("indexed") && wanted.equals(generation);
    }

    boolean isFailed(String wanted) {
      return state.equals("failed") && wanted.equals(workGeneration);
    }
  }

  /** Looks. @throws SQLException if the database is away; then all stays as it was */
  void read() throws SQLException {
    try (Statement statement = open().createStatement();
        ResultSet row = statement.executeQuery(SELECT)) {
      Map<String, State> found = new HashMap<>();
      while (row.next()) {
        found.put(
            row.getString(1),
            new State(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
      }
      states.clear();
      states.putAll(found);
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /** Whether the video's current content is neither indexed nor failed. */
  boolean isInWork(FedVideo video) {
    FedVideo.Upload current = video.current();
    if (current == null) {
      return false;
    }
    State state = states.get(video.videoId());
    return state == null
        || !(state.isIndexed(current.generation()) || state.isFailed(current.generation()));
  }

  /** Why the current content of a video failed; null if it did not. */
  @Nullable
  String failure(FedVideo video) {
    FedVideo.Upload current = video.current();
    State state = states.get(video.videoId());
    return current == null || state == null || !state.isFailed(current.generation())
        ? null
        : "video " + video.videoId() + " generation " + current.generation() + ": "
            + state.errorCode() + ", " + state.errorText();
  }

  /** Whether the video's current content is indexed. */
  boolean isIndexed(FedVideo video) {
    FedVideo.Upload current = video.current();
    State state = states.get(video.videoId());
    return current != null && state != null && state.isIndexed(current.generation());
  }

  /** The video's scenes as they are now, but for what depends on the generation. */
  String scenes(FedVideo video) throws SQLException {
    try (PreparedStatement statement = open().prepareStatement(SCENES)) {
      statement.setString(1, video.videoId());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  String describe(FedVideo video) {
    State state = states.get(video.videoId());
    return state == null ? "no row" : state.toString();
  }

  private Connection open() throws SQLException {
    if (connection == null) {
      connection = DriverManager.getConnection(
          database.url() + (database.url().contains("?") ? "&" : "?") + "socketTimeout=30",
          database.user(),
          database.password());
    }
    return connection;
  }

  @Override
  public void close() {
    Connection closing = connection;
    connection = null;
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (SQLException e) {
      // It is given up either way.
    }
  }
}
