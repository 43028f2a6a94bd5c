package io.heimdex.schema.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaComparisonTest {
  private static final DatabaseShape CONTRACT = DatabaseContract.of(1152);

  @Test
  void findsNoDifferenceFromItself() {
    assertThat(SchemaComparison.compare(CONTRACT, DatabaseContract.of(1152))).isEmpty();
  }

  @Test
  void namesEachVectorOfOtherDimensions() {
    assertThat(SchemaComparison.compare(CONTRACT, DatabaseContract.of(1024)))
        .extracting(SchemaDifference::toString)
        .containsExactly(
            "column scene_staging.text_vec: expected vector(1152), found vector(1024). To mend: ./heimdex schema migrate --dimensions 1152",
            "column scene_staging.image_vec: expected vector(1152), found vector(1024). To mend: ./heimdex schema migrate --dimensions 1152",
            "column scenes.text_vec: expected vector(1152), found vector(1024). To mend: ./heimdex schema migrate --dimensions 1152",
            "column scenes.image_vec: expected vector(1152), found vector(1024). To mend: ./heimdex schema migrate --dimensions 1152");
  }

  @Test
  void listsAnEmptyDatabaseByTablesAndNotByColumns() {
    var differences =
        SchemaComparison.compare(CONTRACT, new DatabaseShape(Set.of(), Map.of(), Map.of()));

    assertThat(differences)
        .extracting(SchemaDifference::object)
        .containsExactly(
            "extension vector",
            "type video_state",
            "table decode_attempts",
            "table face_profiles",
            "table object_garbage",
            "table scene_people",
            "table scene_staging",
            "table scenes",
            "table stored_generations",
            "table video_metadata",
            "table videos");
  }

  @Test
  void takesAnHnswIndexWithoutOptionsForOneWithTheDefaults() {
    IndexShape bare = IndexShape.of("hnsw", "image_vec vector_cosine_ops");

    assertThat(new IndexShape(
            "hnsw",
            false,
            List.of("image_vec vector_cosine_ops"),
            Map.of("ef_construction", "64", "m", "16"),
            null))
        .isEqualTo(bare);
    assertThat(new IndexShape(
            "hnsw", false, List.of("image_vec vector_cosine_ops"), Map.of("m", "8"), null))
        .isNotEqualTo(bare);
  }
}
