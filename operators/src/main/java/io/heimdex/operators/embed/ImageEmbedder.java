package io.heimdex.operators.embed;

import java.util.List;

/** Turns pictures into vectors. Thread-safe. */
public interface ImageEmbedder extends AutoCloseable {

  /** Length of every vector. */
  int dimensions();

  /** Name and digest of the model, for the row: {@code name@12 hexadecimal digits of the SHA-256 of its file}. */
  String modelId();

  /**
   * Embeds pictures.
   *
   * @param jpegs as in {@code Keyframe}
   * @return a vector a picture, in order, each L2-normalised
   * @throws EmbeddingException if the model fails on these pictures; trying again gives the same
   */
  List<float[]> embed(List<byte[]> jpegs) throws EmbeddingException;

  @Override
  void close();
}
