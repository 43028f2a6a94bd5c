package io.heimdex.operators.database;

import io.heimdex.schema.database.SchemaDifference;
import java.util.List;

/**
 * What {@link Migrator} did.
 *
 * @param applied migrations that the database lacked, in order
 * @param mended differences that somebody made since an earlier migration, and that are gone now
 * @param remaining differences that migrations don't touch, as they were made on purpose; each says how to mend it
 * @param warnings what the migrating user may not do, and who must do it instead
 */
public record MigrationReport(
    List<AppliedMigration> applied,
    List<SchemaDifference> mended,
    List<SchemaDifference> remaining,
    List<String> warnings) {}
