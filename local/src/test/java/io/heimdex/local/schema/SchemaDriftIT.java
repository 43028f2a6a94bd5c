package io.heimdex.local.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestDatabases;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.MigrationReport;
import io.heimdex.operators.database.Migrator;
import io.heimdex.operators.database.SchemaCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that was right, until somebody changed it by hand. It holds two scenes. */
class SchemaDriftIT {
  private static final int DIMENSIONS = 1152;

  private DatabaseSettings database;
  private Rows rows;

  @BeforeEach
  void createDatabaseWithRows() {
    database = TestDatabases.createMigrated();
    rows = new Rows(database);
    rows.run("""
        INSERT INTO videos (video_id, user_id, storage_key, state, generation)
          VALUES ('00000000-0000-0000-0000-000000000001', gen_random_uuid(), 'k', 'indexed', 'g');
        INSERT INTO scenes (scene_id, video_id, generation, scene_index, start_s, end_s, transcript)
          SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'g', i, i, i + 1, 'words' FROM generate_series(0, 1) i""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE scenes DROP COLUMN thumbnail_key            | column scenes.thumbnail_key | character varying(512) | missing",
        "ALTER TABLE scenes DROP COLUMN scene_index              | column scenes.scene_index | integer | missing",
        "ALTER TABLE scenes DROP COLUMN generation               | column scenes.generation | character varying(32) | missing",
        "ALTER TABLE scenes DROP COLUMN tsv                      | column scenes.tsv | tsvector | missing",
        "ALTER TABLE scenes ALTER tsv DROP EXPRESSION            | column scenes.tsv | GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, COALESCE(transcript, ''::text))) STORED | not generated",
        "ALTER TABLE videos ALTER size_bytes TYPE integer        | column videos.size_bytes | bigint | integer",
        "ALTER TABLE videos ALTER error_code TYPE text           | column videos.error_code | character varying(64) | text",
        "ALTER TABLE videos ALTER duration_s TYPE real           | column videos.duration_s | numeric(10,3) | real",
        "ALTER TABLE videos ALTER created_at TYPE timestamp      | column videos.created_at | timestamp with time zone | timestamp without time zone",
        "ALTER TABLE scenes ALTER image_vec TYPE vector(1024)    | column scenes.image_vec | vector(1152) | vector(1024)",
        "ALTER TABLE scene_staging ALTER text_vec TYPE vector(8) | column scene_staging.text_vec | vector(1152) | vector(8)",
        "ALTER TABLE videos ALTER storage_key DROP NOT NULL      | column videos.storage_key | NOT NULL | nullable",
        "ALTER TABLE videos ALTER generation SET NOT NULL        | column videos.generation | nullable | NOT NULL",
        "ALTER TABLE videos ALTER state SET DEFAULT 'indexed'    | column videos.state | DEFAULT 'uploading'::video_state | DEFAULT 'indexed'::video_state",
        "ALTER TABLE videos ALTER revision DROP DEFAULT          | column videos.revision | DEFAULT 0 | no default",
        "ALTER TYPE video_state ADD VALUE 'archived'             | type video_state | [uploading, validating, processing, indexed, failed, deleted] | [uploading, validating, processing, indexed, failed, deleted, archived]",
        "ALTER TYPE video_state RENAME VALUE 'failed' TO 'FAILED'| type video_state | [uploading, validating, processing, indexed, failed, deleted] | [uploading, validating, processing, indexed, FAILED, deleted]",
        "ALTER TYPE video_state RENAME TO videostate             | column videos.state | video_state | videostate",
        "DROP TABLE object_garbage                               | table object_garbage | a table | missing",
        "DROP TABLE stored_generations                           | table stored_generations | a table | missing",
        "ALTER TABLE scene_staging ALTER revision TYPE integer   | column scene_staging.revision | bigint | integer",
        "ALTER TABLE stored_generations DROP COLUMN discarded    | column stored_generations.discarded | boolean | missing",
        "DROP TABLE scene_people                                 | table scene_people | a table | missing",
        "DROP INDEX scenes_image_vec_idx                         | index on scenes | hnsw (image_vec vector_cosine_ops) WITH (ef_construction=64, m=16) | missing",
        "DROP INDEX scenes_tsv_idx                               | index on scenes | gin (tsv) | missing",
        "DROP INDEX scenes_text_vec_idx; CREATE INDEX scenes_text_vec_idx ON scenes USING hnsw (text_vec vector_l2_ops) | index on scenes | hnsw (text_vec vector_cosine_ops) WITH (ef_construction=64, m=16) | missing",
        "DROP INDEX scenes_vision_tags_idx; CREATE INDEX scenes_vision_tags_idx ON scenes USING gin (vision_tags) | index on scenes | gin (vision_tags jsonb_path_ops) | missing",
        "ALTER TABLE scenes DROP CONSTRAINT scenes_video_id_scene_index_key; UPDATE scenes SET scene_index = 0 | constraint on scenes | UNIQUE (video_id, scene_index) | missing",
        "ALTER TABLE scenes DROP CONSTRAINT scenes_check; UPDATE scenes SET end_s = start_s | constraint on scenes | CHECK ((end_s > start_s)) | missing",
        "ALTER TABLE scenes DROP CONSTRAINT scenes_video_id_fkey | constraint on scenes | FOREIGN KEY (video_id) REFERENCES videos(video_id) ON DELETE CASCADE | missing",
        "ALTER TABLE decode_attempts DROP COLUMN faults          | column decode_attempts.faults | integer | missing",
        "ALTER TABLE decode_attempts ALTER begun TYPE bigint     | column decode_attempts.begun | integer | bigint",
        "DROP TABLE decode_attempts                              | table decode_attempts | a table | missing",
        "ALTER TABLE decode_attempts DROP CONSTRAINT decode_attempts_pkey | constraint on decode_attempts | PRIMARY KEY (video_id, revision, segment) | missing",
        "ALTER TABLE scene_staging DROP CONSTRAINT scene_staging_pkey | constraint on scene_staging | PRIMARY KEY (batch_id, scene_index) | missing",
      })
  void isFoundAndMended(String change, String object, String expected, String found) {
    // Given
    rows.run(change);

    // When
    var differences = SchemaCheck.check(database, DIMENSIONS);
    MigrationReport report = Migrator.migrate(database, DIMENSIONS);

    // Then
    assertThat(differences).anySatisfy(difference -> {
      assertThat(difference.object()).isEqualTo(object);
      assertThat(difference.expected()).isEqualTo(expected);
      assertThat(difference.found()).isEqualTo(found);
      assertThat(difference.mend()).contains("./heimdex schema migrate");
    });
    assertThat(report.mended()).isEqualTo(differences);
    assertThat(SchemaCheck.check(database, DIMENSIONS)).isEmpty();
    assertThat(rows.texts("SELECT generation || scene_index FROM scenes ORDER BY scene_index"))
        .containsExactly("g0", "g1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE scenes ADD mood text DEFAULT '' NOT NULL; ALTER TABLE scenes ALTER mood DROP DEFAULT | column scenes.mood | NOT NULL without default",
        "ALTER TABLE videos ADD CHECK (size_bytes < 1000)  | constraint on videos | CHECK ((size_bytes < 1000))",
        "ALTER TABLE videos ADD UNIQUE (storage_key)       | constraint on videos | UNIQUE (storage_key)",
        "CREATE UNIQUE INDEX ON scenes (video_id, start_s) | index on scenes | unique btree (video_id, start_s)",
      })
  void madeOnPurposeIsFoundAndLeftToItsMaker(String change, String object, String found) {
    // Given
    rows.run(change);

    // When
    MigrationReport report = Migrator.migrate(database, DIMENSIONS);

    // Then
    assertThat(report.remaining()).singleElement().satisfies(difference -> {
      assertThat(difference.object()).isEqualTo(object);
      assertThat(difference.found()).isEqualTo(found);
      assertThat(difference.mend()).containsAnyOf("DROP NOT NULL", "DROP CONSTRAINT", "DROP INDEX");
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE scenes ADD mood text",
        "ALTER TABLE scenes ADD rating integer DEFAULT 0 NOT NULL",
        "ALTER TABLE scenes ADD number bigint GENERATED ALWAYS AS IDENTITY",
        "CREATE TABLE playlists (playlist_id uuid PRIMARY KEY, name text NOT NULL)",
        "CREATE INDEX ON scenes (created_at)",
        "CREATE VIEW shown AS SELECT * FROM scenes WHERE thumbnail_key IS NOT NULL",
      })
  void thatDoesNoHarmIsNone(String change) {
    rows.run(change);

    assertThat(SchemaCheck.check(database, DIMENSIONS)).isEmpty();
  }
}
