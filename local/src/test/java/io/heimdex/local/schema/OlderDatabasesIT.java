package io.heimdex.local.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heimdex.local.TestDatabases;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import io.heimdex.operators.database.SchemaCheck;
import io.heimdex.schema.database.SchemaDifference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases of the product that Heimdex replaces: the stale one, and the one after all of its migrations. */
class OlderDatabasesIT {
  private static final int DIMENSIONS = 1152;
  private static final List<String> TABLES =
      List.of("videos", "scenes", "jobs", "face_profiles", "scene_people");

  private DatabaseSettings database;
  private Rows rows;

  @BeforeEach
  void createDatabase() {
    database = TestDatabases.createEmpty();
    rows = new Rows(database);
  }

  @Test
  void checkListsWhatIsStale() {
    // Given
    rows.runResource("/schema/stale.sql");

    // When
    List<SchemaDifference> differences = SchemaCheck.check(database, DIMENSIONS);

    // Then
    assertThat(differences)
        .extracting(SchemaDifference::object, SchemaDifference::expected, SchemaDifference::found)
        .contains(
            tuple("column scenes.thumbnail_key", "character varying(512)", "missing"),
            tuple("column scenes.text_vec", "vector(1152)", "vector(1024)"),
            tuple(
                "type video_state",
                "[uploading, validating, processing, indexed, failed, deleted]",
                "missing"),
            tuple("column videos.state", "video_state", "videostate"),
            tuple("column scenes.scene_index", "integer", "missing"),
            tuple("column face_profiles.person_id", "uuid", "missing"),
            tuple("column scene_people.person_id", "uuid", "missing"),
            tuple("column video_metadata.title", "character varying(255)", "missing"),
            tuple("constraint on scenes", "UNIQUE (video_id, scene_index)", "missing"),
            tuple("table scene_staging", "a table", "missing"),
            tuple(
                "constraint on videos",
                "nothing",
                "FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE"))
        .anySatisfy(difference -> assertThat(difference.toList().toString())
            .contains("scenes.tsv", "GENERATED ALWAYS AS", "not generated"));
    assertThat(differences)
        .allSatisfy(difference -> assertThat(difference.mend()).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/schema/stale.sql", "/schema/seed.sql"})
  void migrateMendsAllAndLosesNoRow(String script) {
    // Given
    rows.runResource(script);
    Map<String, String> before = counts();

    // When
    var report = Migrator.migrate(database, DIMENSIONS);

    // Then
    assertThat(report.remaining()).isEmpty();
    assertThat(report.mended()).as("what the first run left to the second").isEmpty();
    assertThat(SchemaCheck.check(database, DIMENSIONS)).isEmpty();
    assertThat(counts()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/schema/stale.sql", "/schema/seed.sql"})
  void migrationsRunTwiceChangeNothing(String script) {
    // Given
    rows.runResource(script);
    Migrator.migrate(database, DIMENSIONS);
    List<String> before = contents();

    // When
    rows.run("DROP TABLE heimdex_schema_history");
    assertThat(Migrator.migrate(database, DIMENSIONS).applied()).isNotEmpty();

    // Then
    assertThat(contents()).isEqualTo(before);
    assertThat(SchemaCheck.check(database, DIMENSIONS)).isEmpty();
  }

  @Test
  void migrateKeepsWhatTheStaleRowsHold() {
    // Given
    rows.runResource("/schema/stale.sql");

    // When
    Migrator.migrate(database, DIMENSIONS);

    // Then
    assertThat(rows.texts(
            "SELECT concat_ws(' ', scene_index, start_s, end_s, generation, right(scene_id::text, 2))"
                + " FROM scenes ORDER BY scene_index"))
        .containsExactly(
            "0 0.000 4.500 migrated 12",
            "1 0.000 4.500 migrated 13",
            "2 4.500 9.250 migrated 11",
            "3 9.250 9.251 migrated 14");
    assertThat(
            rows.texts(
                "SELECT concat_ws(' ', state, coalesce(generation, '-'), coalesce(scene_count, -1),"
                    + " coalesce(duration_s, -1), indexed_at AT TIME ZONE 'UTC') FROM videos ORDER BY video_id"))
        .containsExactly("indexed migrated 4 12.346 2025-11-12 10:00:00", "processing - -1 -1");
    assertThat(
            rows.texts(
                "SELECT concat_ws('/', title, description, tags) FROM video_metadata ORDER BY video_id"))
        .containsExactly("Holiday/By the sea/[\"sea\"]", "Stuck");
    assertThat(rows.text(
            "SELECT concat_ws(' ', vector_dims(text_vec_1024), text_vec IS NULL, vector_dims(image_vec), tsv_before)"
                + " FROM scenes WHERE tsv @@ to_tsquery('simple', 'waves')"))
        .isEqualTo("1024 t 1152 'wave':2");
    assertThat(rows.text(
            "SELECT name || confidence FROM scene_people JOIN face_profiles USING (person_id)"))
        .isEqualTo("Ada0.75");
  }

  private Map<String, String> counts() {
    Map<String, String> counts = new TreeMap<>();
    TABLES.forEach(table -> counts.put(table, rows.text("SELECT count(*) FROM " + table)));
    return counts;
  }

  private List<String> contents() {
    return TABLES.stream()
        .flatMap(table -> rows.texts("SELECT t::text FROM " + table + " t ORDER BY 1").stream())
        .toList();
  }
}
