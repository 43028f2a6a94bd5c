package io.heimdex.operators.database;

/**
 * A migration that was applied just now.
 *
 * @param version such as {@code 2}
 * @param description from its file's name
 */
public record AppliedMigration(String version, String description) {}
