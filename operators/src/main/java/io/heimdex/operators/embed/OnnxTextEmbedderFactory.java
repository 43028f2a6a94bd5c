package io.heimdex.operators.embed;

import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import java.nio.file.Path;

/**
 * Opens {@link OnnxTextEmbedder}s on the CPU.
 *
 * @param model the path on the workers of a model directory, or of one of its ONNX files
 * @param purpose of the texts; models of both purposes have one name, for their vectors are compared
 * @param overrides what the user says where the files do not
 * @param threads that one inference may use
 * @param batchSize texts that one inference takes; of long ones it takes fewer
 */
public record OnnxTextEmbedderFactory(
    String model, TextPurpose purpose, TextOverrides overrides, int threads, int batchSize)
    implements EmbedderFactory<TextEmbedder> {
  public OnnxTextEmbedderFactory {
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "The text model is blank; expected the path of a model directory or an ONNX file in one");
    }
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Threads of the text model are " + threads + "; expected at least 1");
    }
    if (batchSize < 1 || batchSize > 1024) {
      throw new IllegalArgumentException(
          "Batch size of the text model is " + batchSize + "; expected 1 to 1024");
    }
  }

  @Override
  public OnnxTextEmbedder open() {
    return new OnnxTextEmbedder(
        TextModelDirectory.read(Path.of(model), overrides), purpose, threads, batchSize);
  }
}
