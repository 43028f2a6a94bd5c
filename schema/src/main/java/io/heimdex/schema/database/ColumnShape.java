package io.heimdex.schema.database;

import org.jspecify.annotations.Nullable;

/**
 * A column. Types and expressions are written as PostgreSQL prints them: {@code character varying(512)}, {@code now()}.
 *
 * @param required whether null is refused
 * @param defaultValue what an insert that leaves the column out gives; null if nothing
 * @param generatedFrom the expression of a generated column; null if it is none
 */
public record ColumnShape(
    String name,
    String type,
    boolean required,
    @Nullable String defaultValue,
    @Nullable String generatedFrom) {

  static ColumnShape required(String name, String type) {
    return new ColumnShape(name, type, true, null, null);
  }

  static ColumnShape optional(String name, String type) {
    return new ColumnShape(name, type, false, null, null);
  }

  static ColumnShape withDefault(String name, String type, String defaultValue) {
    return new ColumnShape(name, type, true, defaultValue, null);
  }

  static ColumnShape generated(String name, String type, String expression) {
    return new ColumnShape(name, type, false, null, expression);
  }

  /** Whether an insert that doesn't know the column fails. */
  boolean breaksInserts() {
    return required && defaultValue == null && generatedFrom == null;
  }
}
