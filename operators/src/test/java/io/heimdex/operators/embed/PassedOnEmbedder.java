package io.heimdex.operators.embed;

import io.heimdex.operators.onnx.OnnxDevice;
import java.util.List;

/** Passes everything on, one call at a time, for tests that change one thing of it. */
class PassedOnEmbedder implements ImageEmbedder {
  private final ImageEmbedder embedder;

  PassedOnEmbedder(ImageEmbedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public final int dimensions() {
    return embedder.dimensions();
  }

  @Override
  public final String modelId() {
    return embedder.modelId();
  }

  @Override
  public final OnnxDevice device() {
    return embedder.device();
  }

  @Override
  public final int batchSize() {
    return embedder.batchSize();
  }

  @Override
  public List<float[]> embed(List<byte[]> jpegs) throws EmbeddingException {
    return embedder.embed(jpegs);
  }

  @Override
  public final void close() {
    embedder.close();
  }
}
