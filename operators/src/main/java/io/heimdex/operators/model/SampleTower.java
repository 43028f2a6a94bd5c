package io.heimdex.operators.model;

import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.Attributes;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.util.Random;

/** Parts of graphs that take the tensors of real models and have learned nothing: seeded projections. */
final class SampleTower {
  private static final long SEED = 20261123;
  private static final int CELLS = 8;
  private static final int CHANNELS = 3;
  /** Features of a word. */
  private static final int WIDTH = 32;
  /** By which what a text's words have in common outweighs each. */
  private static final float CONTEXT = 4;

  private static final float PADDING = 0.02f;

  private final OnnxGraph graph;
  private final int dimensions;

  SampleTower(OnnxGraph graph, int dimensions) {
    this.graph = graph;
    this.dimensions = dimensions;
  }

  /** Vectors [pictures, dimensions] of means of cells. */
  String images(String pixels, int size) {
    int cell = size / CELLS;
    String cells = graph.add(
        "AveragePool",
        new Attributes().integers("kernel_shape", cell, cell).integers("strides", cell, cell),
        pixels);
    int count = CHANNELS * CELLS * CELLS;
    String row = graph.add("Reshape", cells, graph.integers(-1, count));
    return graph.add("MatMul", row, graph.floats(random(count * dimensions), count, dimensions));
  }

  /**
   * Vectors [texts, tokens, dimensions] of a text's tokens, each of itself and of the mean of all.
   *
   * @param mask one for each token, 0 for padding
   */
  String tokens(String ids, String mask, SampleTokenizer tokenizer) {
    int words = tokenizer.size();
    String table = graph.floats(random(words * WIDTH), words, WIDTH);
    String weights = graph.add("Unsqueeze", floats(mask), graph.integers(2));
    String features = graph.add("Mul", graph.add("Gather", table, ids), weights);
    String count = graph.add("Max", sum(weights), graph.scalar(1));
    String mean = graph.add("Div", sum(features), count);
    String context = graph.add("Mul", mean, graph.scalar(CONTEXT));
    return graph.add(
        "MatMul",
        graph.add("Add", features, context),
        graph.floats(random(WIDTH * dimensions), WIDTH, dimensions));
  }

  /** 1 for each token that is no padding, of a model that gets no mask. */
  String mask(String ids, int pad) {
    String isPad = graph.add("Equal", ids, graph.integers(pad));
    return floats(graph.add("Not", isPad));
  }

  /** Vectors of each text's last token. */
  String last(String tokens) {
    return graph.add("Gather", new Attributes().integer("axis", 1), tokens, graph.index(-1));
  }

  /** Vectors at unit length. */
  String normalised(String vectors) {
    String norm = graph.add("ReduceL2", new Attributes().integers("axes", -1), vectors);
    return graph.add("Div", vectors, norm);
  }

  private String floats(String values) {
    return graph.add("Cast", new Attributes().integer("to", ElementType.FLOAT.number()), values);
  }

  private String sum(String values) {
    return graph.add("ReduceSum", values, graph.integers(1));
  }

  private static float[] random(int count) {
    Random random = new Random(SEED);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
