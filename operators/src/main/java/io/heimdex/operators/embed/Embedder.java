package io.heimdex.operators.embed;

import java.util.List;

/**
 * Turns inputs of one kind, pictures or texts, into vectors. Thread-safe.
 *
 * @param <T> an input
 */
public interface Embedder<T> extends AutoCloseable {

  /** Length of every vector. */
  int dimensions();

  /** Name and digest of the model, for the row: {@code name@12 hexadecimal digits of the SHA-256 of its file}. */
  String modelId();

  /**
   * Embeds inputs.
   *
   * @return a vector an input, in order, each L2-normalised
   * @throws EmbeddingException if the model fails on these inputs; trying again gives the same
   */
  List<float[]> embed(List<T> inputs) throws EmbeddingException;

  @Override
  void close();
}
