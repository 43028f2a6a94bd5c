package io.heimdex.operators.embed;

/**
 * Opens {@link OnnxImageEmbedder}s on the CPU.
 *
 * @param model {@link #BUILTIN}, or the path on the workers of a model directory or an ONNX file
 * @param threads that one inference may use
 * @param batchSize pictures that one inference takes
 */
public record OnnxImageEmbedderFactory(String model, int threads, int batchSize)
    implements EmbedderFactory<ImageEmbedder> {
  /** Names the model that comes with Heimdex. */
  public static final String BUILTIN = "builtin";

  public OnnxImageEmbedderFactory {
    if (model.isBlank()) {
      throw new IllegalArgumentException("The image model is blank; expected '" + BUILTIN
          + "' or the path of a model directory or an ONNX file");
    }
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Threads of the image model are " + threads + "; expected at least 1");
    }
    if (batchSize < 1 || batchSize > 1024) {
      throw new IllegalArgumentException(
          "Batch size of the image model is " + batchSize + "; expected 1 to 1024");
    }
  }

  @Override
  public OnnxImageEmbedder open() {
    return new OnnxImageEmbedder(ImageModel.of(model), threads, batchSize);
  }
}
