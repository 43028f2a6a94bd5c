package io.heimdex.operators.embed.descriptor;

import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.Attributes;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The built-in image model: a descriptor of how a picture looks, written as an ONNX graph. Nothing in it is learned, so it
 * finds pictures that look alike, not ones that mean alike.
 *
 * <p>Three parts, each brought to about unit length and weighted:
 *
 * <ul>
 *   <li>colour layout: means of luma and chroma in 8×8 cells;
 *   <li>colour histogram: soft bins over luma and chroma together, with square roots taken (Hellinger's distance);
 *   <li>edges: the strength of the gradient in 8 directions in 8×8 cells, square roots taken.
 * </ul>
 *
 * <p>A fixed projection of seeded signs and places, which keeps all angles, spreads them over {@link #DIMENSIONS}; the
 * result is L2-normalised. The histogram is never zero, so every picture has a vector.
 */
public final class DescriptorModel {
  /** Name of the model, without its digest. */
  public static final String NAME = "heimdex-descriptor";
  /** Where the build puts the file, on the class path. */
  public static final String RESOURCE = "/models/" + NAME + ".onnx";

  /** Length of the vectors: that of SigLIP so400m, for which the database's columns are made. */
  static final int DIMENSIONS = 1152;
  /** Width and height of the input. */
  static final int SIZE = 64;

  private static final int CELLS = 8;
  private static final int DIRECTIONS = 8;
  private static final int LUMA_BINS = 8;
  private static final int CHROMA_BINS = 7;
  /** The part of the range of chroma that the bins cover; pictures hardly use the rest, which falls into the outermost. */
  private static final float CHROMA_REACH = 0.3f;

  private static final float LAYOUT_WEIGHT = 0.7f;
  private static final float HISTOGRAM_WEIGHT = 1f;
  private static final float EDGES_WEIGHT = 0.5f;
  /** Lengths below which a part fades out rather than being blown up to unit length: noise of flat pictures. */
  private static final float LAYOUT_FLOOR = 0.5f;

  private static final float EDGES_FLOOR = 0.5f;
  private static final float HISTOGRAM_FLOOR = 1e-3f;

  private static final long SEED = 20251112;

  private final OnnxGraph graph = new OnnxGraph(NAME);

  private DescriptorModel() {}

  /** Writes the model. @param args the file to write */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException(
          "Got " + args.length + " arguments; expected the file to write");
    }
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, build());
  }

  /** The bytes of the model, always the same. */
  static byte[] build() {
    return new DescriptorModel().write();
  }

  private byte[] write() {
    String pixels = graph.input("pixel_values", ElementType.UINT8, -1, SIZE, SIZE, 3);
    String colours = decorrelated(pixels);
    String features = graph.add(
        "Concat",
        new Attributes().integer("axis", 1),
        weighted(layout(colours), LAYOUT_WEIGHT, LAYOUT_FLOOR),
        weighted(histogram(colours), HISTOGRAM_WEIGHT, HISTOGRAM_FLOOR),
        weighted(edges(colours), EDGES_WEIGHT, EDGES_FLOOR));
    String projected = projected(features, layoutSize() + histogramSize() + edgesSize());
    graph.output(weighted(projected, 1, 0), "image_embeds", -1, DIMENSIONS);
    return graph.toBytes("heimdex");
  }

  /** Bytes of RGB to luma (0 to 1) and two differences of chroma (-0.5 to 0.5): [N,3,SIZE,SIZE]. */
  private String decorrelated(String pixels) {
    String planes =
        graph.add("Transpose", new Attributes().integers("perm", 0, 3, 1, 2), asFloats(pixels));
    float[] matrix = {
      0.299f, 0.587f, 0.114f, -0.168736f, -0.331264f, 0.5f, 0.5f, -0.418688f, -0.081312f
    };
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] /= 255;
    }
    return graph.add("Conv", planes, graph.floats(matrix, 3, 3, 1, 1));
  }

  private String asFloats(String pixels) {
    Attributes toFloat = new Attributes().integer("to", ElementType.FLOAT.number());
    return graph.add("Cast", toFloat, pixels);
  }

  private String layout(String colours) {
    String means = pooled(colours, SIZE / CELLS);
    String centred = graph.add("Sub", means, graph.floats(new float[] {0.5f, 0, 0}, 1, 3, 1, 1));
    // Chroma spans a small part of its range in most pictures.
    String balanced = graph.add("Mul", centred, graph.floats(new float[] {1, 3, 3}, 1, 3, 1, 1));
    return graph.add("Flatten", balanced);
  }

  private static int layoutSize() {
    return 3 * CELLS * CELLS;
  }

  private String histogram(String colours) {
    String[] planes = new String[3];
    String small = pooled(colours, 2);
    int pixels = SIZE / 2 * (SIZE / 2);
    for (int i = 0; i < planes.length; i++) {
      String plane = graph.add("Gather", new Attributes().integer("axis", 1), small, index(i));
      planes[i] = graph.add("Reshape", plane, graph.integers(0, 1, pixels));
    }
    String luma = softBins(planes[0], LUMA_BINS, 0, 1);
    String blue = softBins(planes[1], CHROMA_BINS, -CHROMA_REACH, CHROMA_REACH);
    String red = softBins(planes[2], CHROMA_BINS, -CHROMA_REACH, CHROMA_REACH);
    String chroma = graph.add(
        "Reshape",
        graph.add(
            "Mul",
            graph.add("Unsqueeze", blue, graph.integers(2)),
            graph.add("Unsqueeze", red, graph.integers(1))),
        graph.integers(0, (long) CHROMA_BINS * CHROMA_BINS, pixels));
    String counts = graph.add(
        "MatMul", luma, graph.add("Transpose", new Attributes().integers("perm", 0, 2, 1), chroma));
    String shares = graph.add("Div", graph.add("Flatten", counts), graph.scalar(pixels));
    return graph.add("Sqrt", graph.add("Relu", shares));
  }

  private static int histogramSize() {
    return LUMA_BINS * CHROMA_BINS * CHROMA_BINS;
  }

  /** The part of each pixel in each bin: 1 at the bin's centre, falling to 0 at its neighbours'. [N,bins,pixels]. */
  private String softBins(String plane, int bins, float from, float to) {
    float step = (to - from) / (bins - 1);
    float[] centres = new float[bins];
    for (int i = 0; i < bins; i++) {
      centres[i] = from + i * step;
    }
    String inside = graph.add("Clip", plane, graph.scalar(from), graph.scalar(to));
    String distance = graph.add("Abs", graph.add("Sub", inside, graph.floats(centres, 1, bins, 1)));
    String part = graph.add("Sub", graph.scalar(1), graph.add("Div", distance, graph.scalar(step)));
    return graph.add("Relu", part);
  }

  private String edges(String colours) {
    String luma = graph.add("Gather", new Attributes().integer("axis", 1), colours, index(0));
    String gradients =
        graph.add("Conv", luma, graph.floats(directionKernels(), DIRECTIONS, 1, 3, 3));
    String strength = graph.add("Relu", gradients);
    // The convolution takes a pixel off each side of the picture, so cells leave a margin to their
    // neighbours.
    Attributes cells = new Attributes()
        .integers("kernel_shape", SIZE / CELLS - 2, SIZE / CELLS - 2)
        .integers("strides", SIZE / CELLS, SIZE / CELLS);
    String means = graph.add("AveragePool", cells, strength);
    return graph.add("Flatten", graph.add("Sqrt", means));
  }

  private static int edgesSize() {
    return DIRECTIONS * CELLS * CELLS;
  }

  /** Sobel's gradient, turned to each direction. */
  private static float[] directionKernels() {
    float[] across = {-1, 0, 1, -2, 0, 2, -1, 0, 1};
    float[] down = {-1, -2, -1, 0, 0, 0, 1, 2, 1};
    float[] kernels = new float[DIRECTIONS * 9];
    for (int direction = 0; direction < DIRECTIONS; direction++) {
      double angle = 2 * StrictMath.PI * direction / DIRECTIONS;
      for (int i = 0; i < 9; i++) {
        kernels[direction * 9 + i] =
            (float) ((across[i] * StrictMath.cos(angle) + down[i] * StrictMath.sin(angle)) / 8);
      }
    }
    return kernels;
  }

  private String pooled(String planes, int cell) {
    Attributes cells =
        new Attributes().integers("kernel_shape", cell, cell).integers("strides", cell, cell);
    return graph.add("AveragePool", cells, planes);
  }

  private String index(int value) {
    return graph.integers(value);
  }

  /** Brings vectors to length {@code weight}; shorter where they are not longer than {@code floor} themselves. */
  private String weighted(String vectors, float weight, float floor) {
    Attributes perVector = new Attributes().integer("keepdims", 1);
    String squares =
        graph.add("ReduceSum", perVector, graph.add("Mul", vectors, vectors), graph.integers(1));
    String length = graph.add("Sqrt", graph.add("Add", squares, graph.scalar(floor * floor)));
    return graph.add("Mul", graph.add("Div", vectors, length), graph.scalar(weight));
  }

  /** Gives every feature a sign and a place of its own; what is left over stays zero. */
  private String projected(String features, int count) {
    Random random = new Random(SEED);
    String padded = graph.add("Pad", features, graph.integers(0, 0, 0, DIMENSIONS - count));
    String placed = graph.add(
        "Gather",
        new Attributes().integer("axis", 1),
        padded,
        graph.integers(shuffled(DIMENSIONS, random)));
    float[] signs = new float[DIMENSIONS];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean() ? 1 : -1;
    }
    return graph.add("Mul", placed, graph.floats(signs, 1, DIMENSIONS));
  }

  private static long[] shuffled(int count, Random random) {
    List<Long> indices = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      indices.add(i);
    }
    Collections.shuffle(indices, random);
    return indices.stream().mapToLong(Long::longValue).toArray();
  }
}
