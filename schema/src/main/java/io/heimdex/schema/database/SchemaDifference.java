package io.heimdex.schema.database;

/**
 * One thing in which a database is not what the code relies on.
 *
 * @param table that it is in; empty if it is in none
 * @param object such as {@code column scenes.thumbnail_key}
 * @param expected what the code relies on
 * @param found what the database has, or {@code missing}
 * @param mend how to make it right
 */
public record SchemaDifference(
    String table, String object, String expected, String found, String mend) {

  /** One line for a person. */
  @Override
  public String toString() {
    return object + ": expected " + expected + ", found " + found + ". To mend: " + mend;
  }
}
