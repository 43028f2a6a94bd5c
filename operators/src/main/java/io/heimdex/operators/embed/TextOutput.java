package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import io.heimdex.operators.model.Pooling;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.text.Tokens;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the vectors of a text model come from.
 *
 * @param name of an output
 * @param pooling of its vectors of tokens; null where it has one for each text
 */
record TextOutput(String name, @Nullable Pooling pooling) {
  /** Vectors of texts, projected or pooled by the model itself. */
  private static final List<String> VECTORS = List.of("text_embeds", "sentence_embedding");
  /** Of a tower: its vector. Of others: that of their first token, made for another purpose. */
  private static final String POOLED = "pooler_output";

  private static final List<String> TOKENS = List.of("last_hidden_state", "token_embeddings");

  /** @throws ModelMismatchException if the model has none that can be taken without guessing */
  static TextOutput of(Map<String, NodeInfo> outputs, TextModelDirectory model) {
    List<String> names = names(model);
    for (String name : names) {
      NodeInfo node = outputs.get(name);
      if (node != null && node.getInfo() instanceof TensorInfo tensor) {
        return of(name, node, tensor.getShape().length, model.pooling());
      }
    }
    throw new ModelMismatchException(
        "has none of the outputs " + names + " but " + outputs.keySet());
  }

  private static List<String> names(TextModelDirectory model) {
    if (model.output() != null) {
      return List.of(model.output());
    }
    List<String> names = new ArrayList<>(VECTORS);
    if (model.family().isTower()) {
      names.add(POOLED);
    }
    names.addAll(TOKENS);
    return names;
  }

  private static TextOutput of(String name, NodeInfo node, int rank, @Nullable Pooling pooling) {
    OnnxJavaType type = ModelMismatchException.floats(node);
    if (rank != 3) {
      ModelMismatchException.shape(node, name, type, 2);
      return new TextOutput(name, null);
    }
    ModelMismatchException.shape(node, name, type, 3);
    if (pooling == null) {
      throw new ModelMismatchException(
          "gives '" + name
              + "', a vector for each token, but no file says how they become one;"
              + " expected 1_Pooling/config.json of sentence-transformers, or a setting of the pooling");
    }
    return new TextOutput(name, pooling);
  }

  /** Takes the vectors of the first texts of a batch. */
  List<float[]> vectors(OnnxTensor output, List<Tokens> texts, TokenTensors batch) {
    long[] shape = output.getInfo().getShape();
    int steps = pooling == null ? 1 : batch.length;
    long[] expected = pooling == null
        ? new long[] {batch.rows, shape[shape.length - 1]}
        : new long[] {batch.rows, steps, shape[shape.length - 1]};
    if (!Arrays.equals(shape, expected)) {
      throw new ModelMismatchException("gave for " + batch.rows + " texts '" + name + "' of shape "
          + Arrays.toString(shape) + "; expected " + Arrays.toString(expected));
    }
    int dimensions = (int) shape[shape.length - 1];
    FloatBuffer values = output.getFloatBuffer();
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int row = 0; row < texts.size(); row++) {
      int used = pooling == Pooling.MEAN ? texts.get(row).count() : 1;
      vectors.add(sum(values, row * steps * dimensions, used, dimensions));
    }
    return vectors;
  }

  /** Points the way of the mean, which is all that counts. */
  private static float[] sum(FloatBuffer values, int from, int steps, int dimensions) {
    double[] sum = new double[dimensions];
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < dimensions; i++) {
        sum[i] += values.get(from + step * dimensions + i);
      }
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) sum[i];
    }
    return vector;
  }
}
