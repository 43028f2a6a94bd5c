package io.heimdex.local.publish;

import io.heimdex.operators.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a reader sees. Every answer is one statement on a connection of its own. */
final class Tables {
  private final DatabaseSettings database;

  Tables(DatabaseSettings database) {
    this.database = database;
  }

  /** Rows, their columns joined by blanks; null is {@code -}. A UUID parameter for each question mark. */
  List<String> rows(String sql, String... ids) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < ids.length; i++) {
        statement.setObject(i + 1, UUID.fromString(ids[i]));
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(joined(result));
        }
      }
      return rows;
    }
  }

  int execute(String sql, String... ids) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < ids.length; i++) {
        statement.setObject(i + 1, UUID.fromString(ids[i]));
      }
      return statement.executeUpdate();
    }
  }

  /** {@code state generation work_generation revision scene_count}. */
  String video(String videoId) throws SQLException {
    List<String> rows = rows(
        "select state, generation, work_generation, revision, scene_count from videos where video_id = ?",
        videoId);
    return rows.isEmpty() ? "none" : rows.get(0);
  }

  /** {@code generation scene_index}. */
  List<String> scenes(String videoId) throws SQLException {
    return rows(
        "select generation, scene_index from scenes where video_id = ? order by scene_index",
        videoId);
  }

  /** Batches of a video that wait in the staging table. */
  List<String> batches(String videoId) throws SQLException {
    return rows("select distinct batch_id from scene_staging where video_id = ?", videoId);
  }

  List<String> garbage(String videoId) throws SQLException {
    return rows("select prefix from object_garbage where video_id = ? order by prefix", videoId);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  private static String joined(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String value = row.getString(i);
      values.add(value == null ? "-" : value);
    }
    return String.join(" ", values);
  }
}
