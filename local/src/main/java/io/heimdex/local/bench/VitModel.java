package io.heimdex.local.bench;

import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.Attributes;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * An image model that has learned nothing and costs what ViT-B/16 costs at 224×224: 17.5 billion multiplications and additions a
 * picture. Its 12 layers share their weights, so that the file is a tenth; the runtime makes its own copy for each.
 */
final class VitModel {
  private static final int SIZE = 224;
  private static final int PATCH = 16;
  private static final int WIDTH = 768;
  private static final int HEADS = 12;
  private static final int LAYERS = 12;
  private static final int INNER = 4 * WIDTH;
  private static final int PATCHES = SIZE / PATCH * (SIZE / PATCH);
  private static final int TOKENS = PATCHES + 1;
  private static final float SPREAD = 0.04f;
  private static final long SEED = 20261123;

  private final OnnxGraph graph = new OnnxGraph("vit-b16");
  private final Random random = new Random(SEED);

  private VitModel() {}

  /** Writes a directory as exports have it. */
  static void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve("model.onnx"), new VitModel().build());
    Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"vit\"}\n");
    Files.writeString(directory.resolve("preprocessor_config.json"), """
        {"image_processor_type": "ViTImageProcessor", "do_resize": true, "resample": 2,
         "size": {"height": 224, "width": 224}, "do_rescale": true, "rescale_factor": 0.00392156862745098,
         "do_normalize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
        """);
  }

  private byte[] build() {
    String tokens = tokens(graph.input("pixel_values", ElementType.FLOAT, -1, 3, SIZE, SIZE));
    Layer layer = new Layer();
    for (int i = 0; i < LAYERS; i++) {
      tokens = layer.of(tokens);
    }
    String first =
        graph.add("Gather", new Attributes().integer("axis", 1), tokens, graph.integers(0));
    graph.output(graph.add("Flatten", first), "pooler_output", -1, WIDTH);
    return graph.toBytes("heimdex");
  }

  /** Those of the patches, after one for the whole: here their mean. */
  private String tokens(String pixels) {
    Attributes everyPatch =
        new Attributes().integers("kernel_shape", PATCH, PATCH).integers("strides", PATCH, PATCH);
    String grid = graph.add("Conv", everyPatch, pixels, weights(WIDTH, 3, PATCH, PATCH));
    String rows = graph.add("Reshape", grid, graph.integers(0, WIDTH, PATCHES));
    String patches = transposed(rows, 0, 2, 1);
    String mean = graph.add("ReduceMean", new Attributes().integers("axes", 1), patches);
    String all = graph.add("Concat", new Attributes().integer("axis", 1), mean, patches);
    return graph.add("Add", all, weights(1, TOKENS, WIDTH));
  }

  private String transposed(String tensor, long... order) {
    return graph.add("Transpose", new Attributes().integers("perm", order), tensor);
  }

  private String weights(long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = SPREAD * (random.nextFloat() - 0.5f);
    }
    return graph.floats(values, shape);
  }

  /** A layer of the encoder: attention and a perceptron, each after a normalisation and added to what went in. */
  private final class Layer {
    private final Linear query = new Linear(WIDTH, WIDTH);
    private final Linear key = new Linear(WIDTH, WIDTH);
    private final Linear value = new Linear(WIDTH, WIDTH);
    private final Linear mixed = new Linear(WIDTH, WIDTH);
    private final Linear wide = new Linear(WIDTH, INNER);
    private final Linear narrow = new Linear(INNER, WIDTH);
    private final String scale = weights(WIDTH);
    private final String shift = weights(WIDTH);
    private final String heads = graph.integers(0, TOKENS, HEADS, WIDTH / HEADS);
    private final String joined = graph.integers(0, TOKENS, WIDTH);
    private final String rootOfWidth = graph.scalar((float) Math.sqrt((double) WIDTH / HEADS));
    private final String rootOfTwo = graph.scalar((float) Math.sqrt(2));
    private final String one = graph.scalar(1);
    private final String half = graph.scalar(0.5f);

    String of(String tokens) {
      String attended = graph.add("Add", tokens, attention(normalised(tokens)));
      String inner = gelu(wide.of(normalised(attended)));
      return graph.add("Add", attended, narrow.of(inner));
    }

    private String attention(String tokens) {
      String queries = split(query.of(tokens), 0, 2, 1, 3);
      String keys = split(key.of(tokens), 0, 2, 3, 1);
      String values = split(value.of(tokens), 0, 2, 1, 3);
      String scores = graph.add("Div", graph.add("MatMul", queries, keys), rootOfWidth);
      String shares = graph.add("Softmax", new Attributes().integer("axis", -1), scores);
      String sums = transposed(graph.add("MatMul", shares, values), 0, 2, 1, 3);
      return mixed.of(graph.add("Reshape", sums, joined));
    }

    private String split(String tokens, long... order) {
      return transposed(graph.add("Reshape", tokens, heads), order);
    }

    private String normalised(String tokens) {
      return graph.add(
          "LayerNormalization", new Attributes().integer("axis", -1), tokens, scale, shift);
    }

    private String gelu(String x) {
      String error = graph.add("Erf", graph.add("Div", x, rootOfTwo));
      return graph.add("Mul", graph.add("Mul", x, graph.add("Add", error, one)), half);
    }
  }

  private final class Linear {
    private final String matrix;
    private final String bias;

    Linear(int from, int to) {
      matrix = weights(from, to);
      bias = weights(to);
    }

    String of(String tokens) {
      return graph.add("Add", graph.add("MatMul", tokens, matrix), bias);
    }
  }
}
