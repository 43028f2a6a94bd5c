package io.heimdex.operators.database;

/** The database's schema can't be read or brought to the form that Heimdex needs. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
