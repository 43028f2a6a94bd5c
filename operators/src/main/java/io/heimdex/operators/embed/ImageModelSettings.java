package io.heimdex.operators.embed;

import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.model.Pooling;
import io.heimdex.operators.onnx.OnnxModelFile;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An image model, as options name it.
 *
 * @param source of {@link OnnxImageEmbedderFactory#BUILTIN}, a model directory or an ONNX file
 * @param output that the vectors come from; null to choose it by its name
 * @param pooling where the output has vectors of patches; null where it has one for each picture
 * @param expectedId what the model must be; null where any is fine
 */
public record ImageModelSettings(
    ModelSource source,
    @Nullable String output,
    @Nullable Pooling pooling,
    @Nullable String expectedId)
    implements Serializable {

  /** The options that name the output and the pooling, for messages. */
  static final String OUTPUT_OPTION = "heimdex.embed.image.output";

  static final String POOLING_OPTION = "heimdex.embed.image.pooling";

  /** Of a model whose files say all. */
  public ImageModelSettings(ModelSource source) {
    this(source, null, null, null);
  }

  ImageModelSettings expecting(String id) {
    return new ImageModelSettings(source, output, pooling, id);
  }

  /** A model's id, which is another one for each way to take its vectors. @param id of its files */
  String idOf(String id) {
    if (output == null && pooling == null) {
      return id;
    }
    String way = id + "\n" + output + "\n" + pooling;
    byte[] digest = OnnxModelFile.sha256().digest(way.getBytes(StandardCharsets.UTF_8));
    return id.substring(0, id.lastIndexOf('@') + 1) + OnnxModelFile.shortened(digest);
  }
}
