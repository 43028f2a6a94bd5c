package io.heimdex.operators.media;

import io.heimdex.schema.FailureCode;

/** The media itself is at fault: trying again gives the same. Whatever may pass by itself is an IOException instead. */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  public MediaException(FailureCode code, String message) {
    super(message);
    this.code = code;
  }

  public FailureCode code() {
    return code;
  }
}
