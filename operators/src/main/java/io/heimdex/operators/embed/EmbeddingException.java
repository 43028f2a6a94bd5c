package io.heimdex.operators.embed;

import org.jspecify.annotations.Nullable;

/** The model failed on its input. */
public sealed class EmbeddingException extends Exception permits BatchTooLargeException {
  private static final long serialVersionUID = 1L;

  public EmbeddingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
