package io.heimdex.operators.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server denies the object to us. Trying again gives the same. */
public final class ObjectForbiddenException extends IOException {
  private static final long serialVersionUID = 1L;

  public ObjectForbiddenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
