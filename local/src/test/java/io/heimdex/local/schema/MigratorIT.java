package io.heimdex.local.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestDatabases;
import io.heimdex.operators.database.AppliedMigration;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.MigrationReport;
import io.heimdex.operators.database.Migrator;
import io.heimdex.operators.database.SchemaCheck;
import io.heimdex.schema.database.SchemaDifference;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigratorIT {
  private static final int DIMENSIONS = 1152;

  private DatabaseSettings database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabases.createEmpty();
  }

  @Test
  void makesFromAnEmptyDatabaseWhatTheCodeReliesOn() {
    // Given
    assertThat(SchemaCheck.check(database, DIMENSIONS))
        .extracting(SchemaDifference::object)
        .contains("type video_state", "table scenes", "table videos", "table scene_staging");

    // When
    MigrationReport report = Migrator.migrate(database, DIMENSIONS);

    // Then
    assertThat(report.applied())
        .extracting(AppliedMigration::version)
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    assertThat(report.mended()).isEmpty();
    assertThat(SchemaCheck.check(database, DIMENSIONS)).isEmpty();
  }

  @Test
  void appliesNothingTheSecondTime() {
    // Given
    Migrator.migrate(database, DIMENSIONS);

    // When
    MigrationReport second = Migrator.migrate(database, DIMENSIONS);

    // Then
    assertThat(second).isEqualTo(new MigrationReport(List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void changesTheDimensionsAndKeepsTheFormerVectors() {
    // Given
    Migrator.migrate(database, DIMENSIONS);
    Rows rows = new Rows(database);
    rows.run(
        "INSERT INTO videos (video_id, user_id, storage_key) VALUES (gen_random_uuid(), gen_random_uuid(), 'k')");
    rows.run(
        "INSERT INTO scenes (scene_id, video_id, generation, scene_index, start_s, end_s, image_vec)"
            + " SELECT gen_random_uuid(), video_id, 'g', 0, 0, 1, array_fill(0.5, ARRAY[1152])::vector FROM videos");

    // When
    MigrationReport report = Migrator.migrate(database, 768);

    // Then
    assertThat(report.mended())
        .extracting(SchemaDifference::object, SchemaDifference::expected, SchemaDifference::found)
        .contains(org.assertj.core.groups.Tuple.tuple(
            "column scenes.image_vec", "vector(768)", "vector(1152)"));
    assertThat(SchemaCheck.check(database, 768)).isEmpty();
    assertThat(rows.text("SELECT vector_dims(image_vec_1152) FROM scenes")).isEqualTo("1152");
  }
}
