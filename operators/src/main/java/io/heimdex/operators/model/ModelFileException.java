package io.heimdex.operators.model;

/** A model's file that is missing, broken or contradictory. The message names the file, the field and what was expected. */
public final class ModelFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelFileException(String message) {
    super(message);
  }

  ModelFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
