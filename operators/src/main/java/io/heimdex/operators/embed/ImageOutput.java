package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.heimdex.operators.model.Pooling;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the vectors of an image model come from.
 *
 * @param pooling of its vectors of patches; null where it has one for each picture
 * @param type of its numbers
 */
record ImageOutput(String name, @Nullable Pooling pooling, OnnxJavaType type) {
  /** The projected vector, or that of a tower which has no projection. */
  private static final List<String> VECTORS = List.of("image_embeds", "pooler_output");

  private static final String PATCHES = "last_hidden_state";

  /** That of a model which takes bytes. */
  static ImageOutput plain(Map<String, NodeInfo> outputs, ImageModelSettings settings) {
    if (settings.output() != null || settings.pooling() != null) {
      throw new ModelMismatchException("is no export; expected no "
          + ImageModelSettings.OUTPUT_OPTION + " and no " + ImageModelSettings.POOLING_OPTION);
    }
    return of(outputs, chosen(outputs, VECTORS.subList(0, 1)), null);
  }

  /** @throws ModelMismatchException if there is none that can be taken without guessing */
  static ImageOutput exported(Map<String, NodeInfo> outputs, ImageModelSettings settings) {
    String output = settings.output();
    if (output != null && !outputs.containsKey(output)) {
      throw new ModelMismatchException("has no output '" + output + "' ("
          + ImageModelSettings.OUTPUT_OPTION + ") but " + outputs.keySet());
    }
    if (output != null) {
      return of(outputs, output, settings.pooling());
    }
    return of(
        outputs,
        chosen(outputs, settings.pooling() == null ? VECTORS : List.of(PATCHES)),
        settings.pooling());
  }

  private static String chosen(Map<String, NodeInfo> outputs, List<String> names) {
    return names.stream()
        .filter(outputs::containsKey)
        .findFirst()
        .orElseThrow(() -> new ModelMismatchException("has none of the outputs " + names + " but "
            + outputs.keySet() + "; name one by " + ImageModelSettings.OUTPUT_OPTION
            + ", or let its vectors of patches be pooled by " + ImageModelSettings.POOLING_OPTION));
  }

  private static ImageOutput of(
      Map<String, NodeInfo> outputs, String name, @Nullable Pooling pooling) {
    NodeInfo node = outputs.get(name);
    if (pooling == null
        && node != null
        && node.getInfo() instanceof TensorInfo tensor
        && tensor.getShape().length == 3) {
      throw new ModelMismatchException("gives '" + name
          + "', a vector for each patch; say how they become one by "
          + ImageModelSettings.POOLING_OPTION);
    }
    OnnxJavaType type = ModelMismatchException.floats(node);
    ModelMismatchException.shape(node, name, type, pooling == null ? 2 : 3);
    return new ImageOutput(name, pooling, type);
  }
}
