package io.heimdex.operators.search;

/** A query that can't be compared with any row: another model made their vectors. */
public final class OtherModelException extends Exception {
  private static final long serialVersionUID = 1L;

  OtherModelException(String message) {
    super(message);
  }
}
