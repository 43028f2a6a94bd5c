package io.heimdex.operators.shot;

import io.heimdex.operators.media.TransnetFeatures;
import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.Attributes;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;

/**
 * A network with the tensors of TransNetV2 that has learned nothing: a frame lies in a change if the one after it differs from it by
 * more than {@link #CHANGE}.
 */
final class TinyTransnet {
  /** Mean absolute difference, 0 to 255. */
  static final float CHANGE = 20;

  private static final int FRAMES = 100;

  private final ElementType type;
  private boolean logistic;
  private int width = TransnetFeatures.WIDTH;
  private float scale = 1;

  private TinyTransnet(ElementType type) {
    this.type = type;
  }

  static TinyTransnet taking(ElementType type) {
    return new TinyTransnet(type);
  }

  /** Ends with the logistic function. */
  TinyTransnet logistic() {
    logistic = true;
    return this;
  }

  TinyTransnet width(int pixels) {
    width = pixels;
    return this;
  }

  /** Multiplies the answers. */
  TinyTransnet scale(float factor) {
    scale = factor;
    return this;
  }

  byte[] build() {
    OnnxGraph graph = new OnnxGraph("tiny");
    String input = graph.input("frames", type, 1, FRAMES, TransnetFeatures.HEIGHT, width, 3);
    String pixels =
        graph.add("Cast", new Attributes().integer("to", ElementType.FLOAT.number()), input);
    String flat = graph.add("Reshape", pixels, graph.integers(1, FRAMES, -1));
    String before = slice(graph, flat, 0, FRAMES - 1);
    String after = slice(graph, flat, 1, FRAMES);
    String difference = graph.add(
        "ReduceMean",
        new Attributes().integers("axes", 2).integer("keepdims", 1),
        graph.add("Abs", graph.add("Sub", after, before)));
    String all = graph.add("Pad", difference, graph.integers(0, 0, 0, 0, 1, 0));
    String logit =
        graph.add("Mul", graph.add("Sub", all, graph.scalar(CHANGE)), graph.scalar(scale));
    String answer = logistic ? graph.add("Sigmoid", logit) : logit;
    graph.output(flat, "unused", 1, FRAMES, -1);
    graph.output(answer, "single_frame", 1, FRAMES, 1);
    graph.output(answer, "many_hot", 1, FRAMES, 1);
    return graph.toBytes("heimdex");
  }

  private static String slice(OnnxGraph graph, String values, long from, long to) {
    return graph.add("Slice", values, graph.integers(from), graph.integers(to), graph.integers(1));
  }
}
