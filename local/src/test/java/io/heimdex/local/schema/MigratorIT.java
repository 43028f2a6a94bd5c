package io.heimdex.local.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestDatabases;
import io.heimdex.operators.database.AppliedMigration;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import org.junit.jupiter.api.Test;

class MigratorIT {
  @Test
  void appliesNothingTheSecondTime() {
    // Given
    DatabaseSettings database = TestDatabases.createEmpty();
    assertThat(Migrator.migrate(database, 1152))
        .extracting(AppliedMigration::version)
        .containsExactly("1", "2", "3", "4");

    // When
    var second = Migrator.migrate(database, 1152);

    // Then
    assertThat(second).isEmpty();
  }
}
