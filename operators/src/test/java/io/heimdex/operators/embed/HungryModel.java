package io.heimdex.operators.embed;

import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.Attributes;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model of bytes that asks ONNX Runtime for more memory than an address space has, in batches of more than a number of pictures, and
 * for a batch with a white picture in it. So its allocator really fails, on any machine. Its vectors are (1, 0).
 */
final class HungryModel {
  static final int SIDE = 8;

  private static final long MORE_THAN_THERE_IS = 1L << 46;
  private static final float WHITE = 254;

  private HungryModel() {}

  /** @param batch -1: of any size */
  static Path write(Path file, int largestBatch, int batch) throws IOException {
    OnnxGraph graph = new OnnxGraph("hungry");
    String pixels = graph.input("pixel_values", ElementType.UINT8, batch, SIDE, SIDE, 3);
    String size = graph.add("Gather", graph.add("Shape", pixels), graph.integers(0));
    String isLarge = graph.add("Greater", size, graph.integers(largestBatch));
    String means = graph.add(
        "ReduceMean",
        new Attributes().integers("axes", 1, 2, 3),
        graph.add("Cast", new Attributes().integer("to", ElementType.FLOAT.number()), pixels));
    String lightest = graph.add("ReduceMax", new Attributes().integer("keepdims", 0), means);
    String isWhite = graph.add("Greater", lightest, graph.scalar(WHITE));
    String nothing = nothing(graph, graph.add("Or", isLarge, isWhite));
    String vector = graph.add("Add", graph.floats(new float[] {1, 0}, 1, 2), nothing);
    String shape =
        graph.add("Concat", new Attributes().integer("axis", 0), size, graph.integers(2));
    graph.output(graph.add("Expand", vector, shape), "image_embeds", batch, 2);
    return Files.write(file, graph.toBytes("heimdex"));
  }

  /** Zero, for which all memory is asked where a condition holds. */
  static String nothing(OnnxGraph graph, String isHungry) {
    String size =
        graph.add("Where", isHungry, graph.integers(MORE_THAN_THERE_IS), graph.integers(1));
    String hoard = graph.add("Expand", graph.scalar(0), size);
    return graph.add("ReduceMax", new Attributes().integer("keepdims", 0), hoard);
  }
}
