package io.heimdex.operators.embed;

import io.heimdex.operators.onnx.OnnxDevice;
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

  /** Where the model runs. */
  OnnxDevice device();

  /** Most inputs that go through the model at once. */
  int batchSize();

  /** Calls of {@link #embed} that are worth making at the same time. */
  default int concurrency() {
    return 1;
  }

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
