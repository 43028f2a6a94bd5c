package io.heimdex.local.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.local.TestDatabases;
import io.heimdex.local.schema.Rows;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.search.FoundScene;
import io.heimdex.operators.search.OtherModelException;
import io.heimdex.operators.search.SceneSearch;
import io.heimdex.operators.search.SearchResult;
import io.heimdex.operators.search.VectorColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** 400 scenes of one model, whose vectors turn from the first axis to the second, and one of another that is like the query. */
class SceneSearchIT {
  private static final int DIMENSIONS = 1152;
  private static final String MODEL = "siglip@0123456789ab";
  private static final DatabaseSettings DATABASE = TestDatabases.createMigrated();

  @BeforeAll
  static void insertScenes() {
    new Rows(DATABASE).run("""
        INSERT INTO videos (video_id, user_id, storage_key, state)
          VALUES ('00000000-0000-0000-0000-000000000001', gen_random_uuid(), 'k', 'indexed');
        INSERT INTO video_metadata (video_id, title) VALUES ('00000000-0000-0000-0000-000000000001', 'Turning');
        INSERT INTO scenes (scene_id, video_id, generation, scene_index, start_s, end_s, image_vec, image_model)
          SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'g', s, s, s + 1,
            (ARRAY[cos(s * pi() / 800), sin(s * pi() / 800)] || array_fill(0::float8, ARRAY[1150]))::vector,
            CASE WHEN s = 0 THEN 'clip@ba9876543210' ELSE '%s' END
          FROM generate_series(0, 400) s;
        ANALYZE scenes""".formatted(MODEL));
  }

  @Test
  void findsTheNearestOfTheQuerysModelAndNamesTheOthers() throws Exception {
    // When
    SearchResult result = search(new SceneSearch(VectorColumn.IMAGE, MODEL), axis(0));

    // Then
    assertThat(result.scenes()).extracting(FoundScene::sceneIndex).containsExactly(1, 2, 3);
    assertThat(result.scenes().get(0).cosine()).isBetween(0.9999, 1.0);
    assertThat(result.scenes().get(0).title()).isEqualTo("Turning");
    assertThat(result.otherModels()).containsExactly("clip@ba9876543210");
  }

  @Test
  void findsTheNearestWhereNoOtherModelIsNear() throws Exception {
    SearchResult result = search(new SceneSearch(VectorColumn.IMAGE, MODEL), axis(1));
    assertThat(result.scenes()).extracting(FoundScene::sceneIndex).containsExactly(400, 399, 398);
    assertThat(result.otherModels()).isEmpty();
  }

  @Test
  void refusesAQueryOfAnotherModelThanTheRows() {
    SceneSearch search = new SceneSearch(VectorColumn.IMAGE, "dinov2@aaaaaaaaaaaa");
    assertThatThrownBy(() -> search(search, new float[768]))
        .isInstanceOf(OtherModelException.class)
        .hasMessageContaining("768 dimensions, is for model dinov2@aaaaaaaaaaaa")
        .hasMessageContaining(" (1152)");
  }

  @Test
  void saysThatThereIsNoVectorYet() {
    SceneSearch search = new SceneSearch(VectorColumn.TEXT, MODEL);
    assertThatThrownBy(() -> search(search, axis(0)))
        .isInstanceOf(OtherModelException.class)
        .hasMessageContaining("No scene has a vector in scenes.text_vec yet");
  }

  private static SearchResult search(SceneSearch search, float[] query) throws Exception {
    try (Connection connection =
        DriverManager.getConnection(DATABASE.url(), DATABASE.user(), DATABASE.password())) {
      connection.setAutoCommit(false);
      return search.nearest(connection, query, 3);
    }
  }

  private static float[] axis(int axis) {
    float[] vector = new float[DIMENSIONS];
    vector[axis] = 1;
    return vector;
  }
}
