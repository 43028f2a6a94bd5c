package io.heimdex.operators.embed;

/** The device has no memory for a batch of this size; a smaller one may do. */
final class BatchTooLargeException extends EmbeddingException {
  private static final long serialVersionUID = 1L;

  private final int batchSize;

  BatchTooLargeException(String message, int batchSize, Throwable cause) {
    super(message, cause);
    this.batchSize = batchSize;
  }

  int batchSize() {
    return batchSize;
  }
}
