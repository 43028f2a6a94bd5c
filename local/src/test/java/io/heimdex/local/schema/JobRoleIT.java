package io.heimdex.local.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.local.TestDatabases;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import io.heimdex.operators.database.SchemaCheck;
import io.heimdex.schema.database.DatabaseContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRoleIT {
  private static final String PASSWORD = "of-a-test";

  private static DatabaseSettings owner;
  private static DatabaseSettings worker;

  @BeforeAll
  static void createUser() throws SQLException {
    owner = TestDatabases.createMigrated();
    run(owner, "CREATE ROLE test_worker LOGIN PASSWORD '" + PASSWORD + "' IN ROLE heimdex_job");
    worker = new DatabaseSettings(owner.url(), "test_worker", PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE TYPE mine AS ENUM ('a')",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE INDEX ON scenes (generation)",
        "CREATE ROLE mine",
        "ALTER TABLE videos ADD COLUMN mine int",
        "ALTER TABLE videos DISABLE TRIGGER ALL",
        "ALTER TYPE video_state ADD VALUE 'mine'",
        "ALTER ROLE heimdex_job CREATEROLE",
        "DROP TABLE scene_staging",
        "DROP EXTENSION vector",
        "TRUNCATE scenes",
        "GRANT heimdex TO heimdex_job",
        "SET ROLE heimdex",
        "SELECT * FROM face_profiles",
        "DELETE FROM scene_people",
        "UPDATE heimdex_schema_history SET success = false",
        "COPY videos TO PROGRAM 'cat'"
      })
  void theJobCanNeitherChangeTheSchemaNorWhatIsNotItsOwn(String statement) {
    assertThatThrownBy(() -> run(worker, statement))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isIn("42501", "0LP01"));
  }

  @Test
  void theJobReadsAndWritesItsTablesAndSeesTheSchema() {
    Rows rows = new Rows(worker);

    assertThat(SchemaCheck.check(worker, Migrator.DEFAULT_DIMENSIONS)).isEmpty();
    assertThat(DatabaseContract.WRITTEN)
        .isNotEmpty()
        .allSatisfy(table -> assertThat(rows.text("SELECT bool_and(has_table_privilege('" + table
                + "', p)) FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p"))
            .isEqualTo("t"));
  }

  @Test
  void peopleGoWithTheVideoThatTheJobRemoves() throws SQLException {
    // Given
    run(owner, """
        WITH v AS (INSERT INTO videos (video_id, user_id, storage_key)
            VALUES (gen_random_uuid(), gen_random_uuid(), 'k') RETURNING video_id),
          s AS (INSERT INTO scenes (scene_id, video_id, generation, scene_index, start_s, end_s)
            SELECT gen_random_uuid(), video_id, 'g', 0, 0, 1 FROM v RETURNING scene_id)
        INSERT INTO scene_people (scene_id, person_id) SELECT scene_id, gen_random_uuid() FROM s
        """);

    // When
    run(worker, "DELETE FROM videos");

    // Then
    assertThat(new Rows(owner).text("SELECT count(*) FROM scene_people")).isEqualTo("0");
  }

  @Test
  void aReaderSeesTheIndexAndWritesNothing() throws SQLException {
    Rows rows = new Rows(owner);

    assertThat(rows.text("SELECT has_table_privilege('heimdex_reader', 'scenes', 'SELECT')"))
        .isEqualTo("t");
    assertThat(rows.text(
            "SELECT has_table_privilege('heimdex_reader', 'scenes', 'INSERT, UPDATE, DELETE')"))
        .isEqualTo("f");
  }

  @Test
  void everyMigrationGrantsAnewWhatIsLacking() throws SQLException {
    // Given a table that came after the grants
    run(owner, "REVOKE ALL ON scene_staging FROM heimdex_job");

    // When
    Migrator.migrate(owner, Migrator.DEFAULT_DIMENSIONS);

    // Then
    assertThat(new Rows(worker).text("SELECT count(*) FROM scene_staging")).isEqualTo("0");
  }

  @Test
  void aMigrationThatMayNotCreateRolesSaysWhoMustAndTakesThemUpLater() throws SQLException {
    // Given a server without our roles, and an owner who may not create them
    DatabaseSettings plain =
        new DatabaseSettings(TestDatabases.createEmpty().url(), "test_plain", PASSWORD);
    DatabaseSettings admin = new DatabaseSettings(plain.url(), owner.user(), owner.password());
    run(admin, "CREATE ROLE " + plain.user() + " LOGIN PASSWORD '" + PASSWORD + "'");
    run(admin, "GRANT CREATE ON SCHEMA public TO " + plain.user());
    run(admin, "ALTER ROLE heimdex_job RENAME TO heimdex_job_away");

    // When
    List<String> warnings;
    try {
      warnings = Migrator.migrate(plain, Migrator.DEFAULT_DIMENSIONS).warnings();
    } finally {
      run(admin, "ALTER ROLE heimdex_job_away RENAME TO heimdex_job");
    }

    // Then
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(plain.user(), "CREATE ROLE heimdex_job NOLOGIN", "migrate again");

    // When the role is there
    assertThat(Migrator.migrate(plain, Migrator.DEFAULT_DIMENSIONS).warnings()).isEmpty();

    // Then
    assertThat(
            new Rows(plain).text("SELECT has_table_privilege('heimdex_job', 'videos', 'INSERT')"))
        .isEqualTo("t");
  }

  private static void run(DatabaseSettings database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
