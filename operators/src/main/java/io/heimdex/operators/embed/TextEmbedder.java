package io.heimdex.operators.embed;

/** Turns texts into vectors. Thread-safe. */
public interface TextEmbedder extends Embedder<String> {

  /** Whether the model takes only the beginning of a text. */
  boolean isTruncated(String text);
}
