package io.heimdex.local.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestDatabases;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What others ask the database, on 75 videos of 20 scenes each: with fewer rows, reading all is cheaper than the index. Every third
 * scene has no thumbnail, beginning with the first.
 */
class ReaderQueriesIT {
  private static final Rows ROWS = new Rows(TestDatabases.createMigrated());

  @BeforeAll
  static void insertScenes() {
    ROWS.run("""
        INSERT INTO videos (video_id, user_id, storage_key, state)
          SELECT ('00000000-0000-0000-0000-' || lpad(v::text, 12, '0'))::uuid, gen_random_uuid(), 'k', 'indexed'
          FROM generate_series(1, 75) v;
        INSERT INTO scenes (scene_id, video_id, generation, scene_index, start_s, end_s, transcript, thumbnail_key, image_vec)
          SELECT gen_random_uuid(), ('00000000-0000-0000-0000-' || lpad(v::text, 12, '0'))::uuid, 'g', s, s * 10, s * 10 + 10,
            'scene ' || s, CASE WHEN s % 3 > 0 THEN v || '/' || s END,
            (SELECT array_agg(sin(i * (v * 20 + s))) FROM generate_series(1, 1152) i)::vector
          FROM generate_series(1, 75) v, generate_series(0, 19) s;
        ANALYZE scenes""");
  }

  @Test
  void theFirstSceneOfEachVideoWithAThumbnailIsFound() {
    assertThat(ROWS.texts("""
            SELECT s.thumbnail_key
            FROM scenes s
              JOIN (SELECT video_id, min(start_s) AS start_s FROM scenes WHERE thumbnail_key IS NOT NULL GROUP BY video_id) f
                ON s.video_id = f.video_id AND s.start_s = f.start_s
            ORDER BY s.video_id""")).hasSize(75).startsWith("1/1", "2/1", "3/1");
  }

  @Test
  void nearestNeighboursByCosineDistanceComeFromTheHnswIndex() {
    // Given
    String nearest = "SELECT thumbnail_key FROM scenes ORDER BY image_vec <=>"
        + " (SELECT image_vec FROM scenes WHERE thumbnail_key = '7/4') LIMIT 5";

    // When
    String plan = String.join("\n", ROWS.texts("EXPLAIN " + nearest));

    // Then
    assertThat(plan).contains("Index Scan using scenes_image_vec_idx on scenes");
    assertThat(ROWS.texts(nearest)).hasSize(5).startsWith("7/4");
  }

  @Test
  void theL2OperatorCanNotUseTheIndex() {
    String plan = String.join(
        "\n",
        ROWS.texts("EXPLAIN SELECT 1 FROM scenes ORDER BY image_vec <->"
            + " (SELECT image_vec FROM scenes WHERE thumbnail_key = '7/4') LIMIT 5"));

    assertThat(plan).doesNotContain("scenes_image_vec_idx");
  }

  @Test
  void wordsOfTheTranscriptAreFound() {
    assertThat(ROWS.texts(
            "SELECT scene_index FROM scenes WHERE tsv @@ plainto_tsquery('simple', 'scene 12')"))
        .hasSize(75)
        .containsOnly("12");
  }
}
