package io.heimdex.operators.search;

import com.pgvector.PGvector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scenes whose vectors are nearest to that of a query, by cosine.
 *
 * <p>Vectors of two models have nothing to do with each other, be they of one length or not: only those that the query's model
 * made are compared.
 */
public final class SceneSearch {
  private final VectorColumn column;
  private final String model;

  /** @param model name and digest of the one that made the vectors to compare with, as in the rows */
  public SceneSearch(VectorColumn column, String model) {
    this.column = column;
    this.model = model;
  }

  /**
   * Searches in a transaction of the caller.
   *
   * @param query L2-normalised
   * @param most scenes to return
   * @throws OtherModelException if no row has a vector of the model
   */
  public SearchResult nearest(Connection connection, float[] query, int most)
      throws SQLException, OtherModelException {
    refuseOtherModels(connection, query.length);
    try (Statement statement = connection.createStatement()) {
      // Else the index gives its nearest, and those of other models are taken out of them.
      statement.execute("set local hnsw.iterative_scan = strict_order");
    }
    PGvector vector = new PGvector(query);
    return new SearchResult(
        scenes(connection, vector, most), otherModels(connection, vector, most));
  }

  private void refuseOtherModels(Connection connection, int dimensions)
      throws SQLException, OtherModelException {
    if (first(connection, "and " + column.model() + " = ?", model) != null) {
      return;
    }
    String other = first(connection, "", null);
    if (other == null) {
      throw new OtherModelException("No scene has a vector in scenes." + column.vector()
          + " yet; expected videos indexed with model " + model);
    }
    throw new OtherModelException(
        "The query's vector, of " + dimensions
            + " dimensions, is for model " + model + ", but scenes." + column.vector()
            + " was made by another, such as " + other
            + ". Their vectors can't be compared: search with the model of the rows, or index the videos with this one");
  }

  /** Model and dimensions of a row, as {@code model (dimensions)}; null if there is none. */
  private @Nullable String first(Connection connection, String condition, @Nullable String value)
      throws SQLException {
    String sql =
        "select %s || ' (' || vector_dims(%s) || ')' from scenes where %2$s is not null %s limit 1"
            .formatted(column.model(), column.vector(), condition);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      if (value != null) {
        select.setString(1, value);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private List<FoundScene> scenes(Connection connection, PGvector query, int most)
      throws SQLException {
    String sql = """
        select 1 - (s.%1$s <=> ?) as cosine, s.video_id, m.title, s.scene_index, s.scene_id, s.start_s, s.end_s, s.thumbnail_key
        from scenes s left join video_metadata m using (video_id)
        where s.%2$s = ? order by s.%1$s <=> ? limit ?
        """.formatted(column.vector(), column.model());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, query);
      select.setString(2, model);
      select.setObject(3, query);
      select.setInt(4, most);
      List<FoundScene> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new FoundScene(
              row.getDouble("cosine"),
              row.getString("video_id"),
              row.getString("title"),
              row.getInt("scene_index"),
              row.getString("scene_id"),
              row.getBigDecimal("start_s"),
              row.getBigDecimal("end_s"),
              row.getString("thumbnail_key")));
        }
      }
      return found;
    }
  }

  /** Of the scenes that would be nearest if models did not matter. */
  private List<String> otherModels(Connection connection, PGvector query, int most)
      throws SQLException {
    String sql = """
        select distinct model from (select %2$s as model from scenes order by %1$s <=> ? limit ?) nearest
        where model <> ? order by model
        """.formatted(column.vector(), column.model());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, query);
      select.setInt(2, most);
      select.setString(3, model);
      List<String> models = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          models.add(row.getString(1));
        }
      }
      return models;
    }
  }
}
