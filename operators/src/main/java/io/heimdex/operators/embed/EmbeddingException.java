package io.heimdex.operators.embed;

/** The model failed on its input. */
public final class EmbeddingException extends Exception {
  private static final long serialVersionUID = 1L;

  public EmbeddingException(String message, Throwable cause) {
    super(message, cause);
  }
}
