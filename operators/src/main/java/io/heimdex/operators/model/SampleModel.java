package io.heimdex.operators.model;

import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.Attributes;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Small models in directories laid out as real exports are, with the same files and the same tensors, to try everything out before
 * gigabytes are fetched. They have learned nothing: a seeded projection of coarse colours.
 */
public enum SampleModel {
  /** The image tower of SigLIP so400m: {@code onnx/vision_model.onnx}, 384², 1152 dimensions. */
  SIGLIP("siglip", 384, 1152, "onnx/vision_model.onnx", "pooler_output") {
    @Override
    String preprocessor() {
      return """
          {"image_processor_type": "SiglipImageProcessor", "do_convert_rgb": true,
           "do_resize": true, "size": {"height": 384, "width": 384}, "resample": 3,
           "do_rescale": true, "rescale_factor": 0.00392156862745098,
           "do_normalize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
          """;
    }
  },

  /** CLIP ViT-B/32 as one file of both towers: {@code model.onnx}, 224², 512 dimensions. */
  CLIP("clip", 224, 512, "model.onnx", "image_embeds") {
    @Override
    String preprocessor() {
      return """
          {"image_processor_type": "CLIPImageProcessor", "do_convert_rgb": true,
           "do_resize": true, "size": {"shortest_edge": 224}, "resample": 3,
           "do_center_crop": true, "crop_size": {"height": 224, "width": 224},
           "do_rescale": true, "rescale_factor": 0.00392156862745098,
           "do_normalize": true, "image_mean": [0.48145466, 0.4578275, 0.40821073],
           "image_std": [0.26862954, 0.26130258, 0.27577711]}
          """;
    }
  },

  /** DINOv2 base: {@code model.onnx}, 224², 768 dimensions. */
  DINOV2("dinov2", 224, 768, "model.onnx", "pooler_output") {
    @Override
    String preprocessor() {
      return """
          {"image_processor_type": "BitImageProcessor", "do_convert_rgb": true,
           "do_resize": true, "size": {"shortest_edge": 256}, "resample": 3,
           "do_center_crop": true, "crop_size": {"height": 224, "width": 224},
           "do_rescale": true, "rescale_factor": 0.00392156862745098,
           "do_normalize": true, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
          """;
    }
  };

  private static final long SEED = 20261123;
  private static final int CELLS = 8;
  private static final int CHANNELS = 3;
  private static final int TOKENS = 77;

  private final String type;
  private final int size;
  private final int dimensions;
  private final String file;
  private final String output;

  SampleModel(String type, int size, int dimensions, String file, String output) {
    this.type = type;
    this.size = size;
    this.dimensions = dimensions;
    this.file = file;
    this.output = output;
  }

  abstract String preprocessor();

  /** Of its vectors. */
  public int dimensions() {
    return dimensions;
  }

  /** As users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes the directory.
   *
   * @param directory made if it is not there
   * @throws FileAlreadyExistsException if it holds a model already
   */
  public void write(Path directory) throws IOException {
    if (Files.exists(directory.resolve("config.json"))) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "it holds a model already; name an empty one");
    }
    Path onnx = directory.resolve(file);
    Files.createDirectories(onnx.getParent());
    Files.write(onnx, this == CLIP ? joint() : tower());
    Files.writeString(
        directory.resolve("preprocessor_config.json"), preprocessor(), StandardCharsets.UTF_8);
    Files.writeString(
        directory.resolve("config.json"),
        "{\"model_type\": \"" + type + "\", \"heimdex\": \"a sample that has learned nothing\"}\n",
        StandardCharsets.UTF_8);
  }

  private byte[] tower() {
    OnnxGraph graph = new OnnxGraph(type);
    String vector = vector(graph, pixels(graph));
    String hidden = graph.add("Unsqueeze", vector, graph.integers(1));
    graph.output(hidden, "last_hidden_state", -1, 1, dimensions);
    graph.output(vector, output, -1, dimensions);
    return graph.toBytes("heimdex");
  }

  private byte[] joint() {
    OnnxGraph graph = new OnnxGraph(type);
    String ids = graph.input("input_ids", ElementType.INT64, -1, TOKENS);
    String pixels = pixels(graph);
    String mask = graph.input("attention_mask", ElementType.INT64, -1, TOKENS);
    String image = vector(graph, pixels);
    Attributes toFloat = new Attributes().integer("to", ElementType.FLOAT.number());
    String words = graph.add("Cast", toFloat, graph.add("Mul", ids, mask));
    String text =
        graph.add("MatMul", words, graph.floats(random(TOKENS * dimensions), TOKENS, dimensions));
    String logits = graph.add("MatMul", text, graph.add("Transpose", image));
    graph.output(logits, "logits_per_text", -1, -1);
    graph.output(text, "text_embeds", -1, dimensions);
    graph.output(image, output, -1, dimensions);
    return graph.toBytes("heimdex");
  }

  private String pixels(OnnxGraph graph) {
    return graph.input("pixel_values", ElementType.FLOAT, -1, CHANNELS, size, size);
  }

  /** Means of cells, projected. */
  private String vector(OnnxGraph graph, String pixels) {
    int cell = size / CELLS;
    String cells = graph.add(
        "AveragePool",
        new Attributes().integers("kernel_shape", cell, cell).integers("strides", cell, cell),
        pixels);
    int count = CHANNELS * CELLS * CELLS;
    String row = graph.add("Reshape", cells, graph.integers(-1, count));
    return graph.add("MatMul", row, graph.floats(random(count * dimensions), count, dimensions));
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
