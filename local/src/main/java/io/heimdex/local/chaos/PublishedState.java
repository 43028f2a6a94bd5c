package io.heimdex.local.chaos;

import io.heimdex.local.stack.StackAddresses;
import io.heimdex.operators.storage.S3ObjectStore;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that the job has written for good. Two runs of the same videos give equal ones: times and revisions are left out.
 *
 * @param rows of videos and scenes, by their keys
 * @param objects digests of the contents of all derived objects, by key
 */
public record PublishedState(List<Row> rows, Map<String, String> objects) {
  private static final String VIDEOS = """
      SELECT 'video ' || video_id, ROW(state, error_code, error_text, generation, work_generation, duration_s, size_bytes,
        mime_type, scene_count, warnings, storage_bucket, storage_key)::text
      FROM videos ORDER BY 1, 2
      """;

  private static final String SCENES = """
      SELECT 'scene ' || video_id || ' ' || scene_index, ROW(scene_id, generation, start_s, end_s, thumbnail_key, sidecar_key,
        image_model, pipeline_version, image_vec)::text
      FROM scenes ORDER BY 1, 2
      """;

  public PublishedState {
    rows = List.copyOf(rows);
    objects = Map.copyOf(objects);
  }

  /**
   * One row.
   *
   * @param key by which a row of another run is the same one
   * @param content all that must be equal then
   */
  public record Row(String key, String content) {}

  /** Reads both, one after the other: nobody may write meanwhile. */
  public static PublishedState read(StackAddresses stack) throws SQLException, IOException {
    List<Row> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(
            stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
        Statement statement = connection.createStatement()) {
      for (String select : List.of(VIDEOS, SCENES)) {
        try (ResultSet result = statement.executeQuery(select)) {
          while (result.next()) {
            rows.add(new Row(result.getString(1), result.getString(2)));
          }
        }
      }
    }
    return new PublishedState(rows, digests(stack));
  }

  private static Map<String, String> digests(StackAddresses stack) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (S3ObjectStore store = new S3ObjectStore(stack.s3())) {
      for (String key : store.list(stack.derivedBucket(), "")) {
        digests.put(key, sha256(store.read(stack.derivedBucket(), key)));
      }
    }
    return digests;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
