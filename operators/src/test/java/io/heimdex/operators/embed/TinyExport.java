package io.heimdex.operators.embed;

import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.Attributes;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Function;

/** Writes image models as exports are laid out, that project colours of 4×4 cells by the same weights, however these are stored. */
final class TinyExport {
  static final int PATCHES = 5;
  static final int DIMENSIONS = 16;
  private static final int SIZE = 32;
  private static final int CELLS = 4;
  private static final int INPUTS = 3 * CELLS * CELLS;
  private static final float INT8_STEP = 4f / 127;

  private TinyExport() {}

  /** How the weights stand in the file. */
  enum Weights {
    FLOAT,
    HALF_FLOAT,
    INT8
  }

  /** [batch, PATCHES × DIMENSIONS] of whole floats. */
  static String projected(OnnxGraph graph, Weights stored) {
    String pixels = graph.input("pixel_values", ElementType.FLOAT, -1, 3, SIZE, SIZE);
    return graph.add("MatMul", cells(graph, pixels), weights(graph, stored));
  }

  /** [batch, PATCHES × DIMENSIONS], computed in half floats throughout. */
  static String projectedInHalves(OnnxGraph graph) {
    String pixels = graph.input("pixel_values", ElementType.FLOAT16, -1, 3, SIZE, SIZE);
    float[] weights = weights();
    return graph.add(
        "MatMul", cells(graph, pixels), graph.halves(weights, INPUTS, weights.length / INPUTS));
  }

  /** [batch, PATCHES, DIMENSIONS]. */
  static String patches(OnnxGraph graph, String projected) {
    return graph.add("Reshape", projected, graph.integers(-1, PATCHES, DIMENSIONS));
  }

  static void write(Path directory, Function<OnnxGraph, byte[]> model) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"tiny\"}");
    Files.writeString(directory.resolve("preprocessor_config.json"), """
        {"size": {"height": 32, "width": 32}, "resample": 3, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
        """);
    Files.write(directory.resolve("model.onnx"), model.apply(new OnnxGraph("tiny")));
  }

  private static String cells(OnnxGraph graph, String pixels) {
    int cell = SIZE / CELLS;
    String cells = graph.add(
        "AveragePool",
        new Attributes().integers("kernel_shape", cell, cell).integers("strides", cell, cell),
        pixels);
    return graph.add("Reshape", cells, graph.integers(-1, INPUTS));
  }

  private static String weights(OnnxGraph graph, Weights stored) {
    float[] weights = weights();
    long[] shape = {INPUTS, weights.length / INPUTS};
    Attributes toFloat = new Attributes().integer("to", ElementType.FLOAT.number());
    return switch (stored) {
      case FLOAT -> graph.floats(weights, shape);
      case HALF_FLOAT -> graph.add("Cast", toFloat, graph.halves(weights, shape));
      case INT8 ->
        graph.add(
            "DequantizeLinear",
            graph.bytes(quantized(weights), ElementType.INT8, shape),
            graph.scalar(INT8_STEP));
    };
  }

  private static byte[] quantized(float[] weights) {
    byte[] quantized = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      quantized[i] = (byte) Math.max(-127, Math.min(127, Math.round(weights[i] / INT8_STEP)));
    }
    return quantized;
  }

  private static float[] weights() {
    Random random = new Random(5);
    float[] weights = new float[INPUTS * PATCHES * DIMENSIONS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }
}
