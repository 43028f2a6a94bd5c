package io.heimdex.operators.model;

import static io.heimdex.operators.onnx.OnnxGraph.BATCH;
import static io.heimdex.operators.onnx.OnnxGraph.PICTURES;
import static io.heimdex.operators.onnx.OnnxGraph.SEQUENCE;

import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Small models in directories laid out as real exports are, with the same files and the same tensors, to try everything out before
 * gigabytes are fetched. They have learned nothing: seeded projections of coarse colours, and of words.
 */
public enum SampleModel {
  /** SigLIP so400m as towers, {@code onnx/vision_model.onnx} and {@code onnx/text_model.onnx}: 384², 64 tokens, 1152 dimensions. */
  SIGLIP(1152) {
    @Override
    Map<String, byte[]> files() {
      Map<String, byte[]> files = tokenizerFiles(SampleTokenizer.SIGLIP);
      files.put("onnx/vision_model.onnx", imageTower(384, true));
      files.put("onnx/text_model.onnx", siglipTextTower());
      put(files, "config.json", """
          {"model_type": "siglip", "logit_scale": 4.7, "logit_bias": -16.5,
           "text_config": {"max_position_embeddings": 64}, "vision_config": {"image_size": 384}}
          """);
      put(files, "preprocessor_config.json", """
          {"image_processor_type": "SiglipImageProcessor", "do_convert_rgb": true,
           "do_resize": true, "size": {"height": 384, "width": 384}, "resample": 3,
           "do_rescale": true, "rescale_factor": 0.00392156862745098,
           "do_normalize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
          """);
      return files;
    }
  },

  /** CLIP ViT-B/32 as one file of both towers: {@code model.onnx}, 224², 77 tokens, 512 dimensions. */
  CLIP(512) {
    @Override
    Map<String, byte[]> files() {
      Map<String, byte[]> files = tokenizerFiles(SampleTokenizer.CLIP);
      files.put("model.onnx", clip());
      put(files, "config.json", """
          {"model_type": "clip", "logit_scale_init_value": 2.6592, "text_config": {"max_position_embeddings": 77}}
          """);
      put(files, "preprocessor_config.json", """
          {"image_processor_type": "CLIPImageProcessor", "do_convert_rgb": true,
           "do_resize": true, "size": {"shortest_edge": 224}, "resample": 3,
           "do_center_crop": true, "crop_size": {"height": 224, "width": 224},
           "do_rescale": true, "rescale_factor": 0.00392156862745098,
           "do_normalize": true, "image_mean": [0.48145466, 0.4578275, 0.40821073],
           "image_std": [0.26862954, 0.26130258, 0.27577711]}
          """);
      return files;
    }
  },

  /** DINOv2 base: {@code model.onnx}, 224², 768 dimensions, no texts. */
  DINOV2(768) {
    @Override
    Map<String, byte[]> files() {
      return dinov2Files(imageTower(224, true));
    }
  },

  /** DINOv2 small as Optimum exports it: {@code model.onnx}, 224², 384 dimensions, vectors of patches only. */
  DINOV2_SMALL(384) {
    @Override
    Map<String, byte[]> files() {
      return dinov2Files(imageTower(224, false));
    }
  },

  /** DINOv2 large, the same with 1024 dimensions. */
  DINOV2_LARGE(1024) {
    @Override
    Map<String, byte[]> files() {
      return dinov2Files(imageTower(224, false));
    }
  },

  /** BGE-M3: {@code model.onnx}, texts of 8192 tokens, the first one's vector, 1024 dimensions. */
  BGE_M3(1024) {
    @Override
    Map<String, byte[]> files() {
      SampleTokenizer tokenizer = SampleTokenizer.xlmRoberta(8192);
      Map<String, byte[]> files = sentenceFiles(tokenizer, "cls", 8192);
      files.put("model.onnx", sentenceModel(tokenizer, false));
      put(files, "config.json", """
          {"model_type": "xlm-roberta", "max_position_embeddings": 8194, "pad_token_id": 1}
          """);
      return files;
    }
  },

  /** E5 small, multilingual: {@code model.onnx}, prompts, 512 tokens, the mean of all, 384 dimensions. */
  E5(384) {
    @Override
    Map<String, byte[]> files() {
      SampleTokenizer tokenizer = SampleTokenizer.xlmRoberta(512);
      Map<String, byte[]> files = sentenceFiles(tokenizer, "mean", 512);
      files.put("model.onnx", sentenceModel(tokenizer, true));
      put(files, "config.json", """
          {"model_type": "bert", "max_position_embeddings": 512, "pad_token_id": 0}
          """);
      put(files, "config_sentence_transformers.json", """
          {"prompts": {"query": "query: ", "passage": "passage: "}, "default_prompt_name": null}
          """);
      return files;
    }
  },

  /** all-MiniLM-L6-v2: {@code model.onnx}, 256 of 512 tokens, the mean of all, 384 dimensions. */
  MINILM(384) {
    @Override
    Map<String, byte[]> files() {
      SampleTokenizer tokenizer = SampleTokenizer.bert(512);
      Map<String, byte[]> files = sentenceFiles(tokenizer, "mean", 256);
      files.put("model.onnx", sentenceModel(tokenizer, true));
      put(files, "config.json", """
          {"model_type": "bert", "max_position_embeddings": 512, "pad_token_id": 0}
          """);
      return files;
    }
  };

  private static final int CHANNELS = 3;
  private static final float CLIP_SCALE = 100;

  private final int dimensions;

  SampleModel(int dimensions) {
    this.dimensions = dimensions;
  }

  /** By their paths. */
  abstract Map<String, byte[]> files();

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
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  static void put(Map<String, byte[]> files, String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  static Map<String, byte[]> tokenizerFiles(SampleTokenizer tokenizer) {
    Map<String, byte[]> files = new HashMap<>();
    put(files, "tokenizer.json", tokenizer.json());
    put(files, "tokenizer_config.json", tokenizer.settings());
    return files;
  }

  static Map<String, byte[]> sentenceFiles(SampleTokenizer tokenizer, String pooling, int longest) {
    Map<String, byte[]> files = tokenizerFiles(tokenizer);
    put(files, "modules.json", """
        [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
         {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
        """);
    put(files, "1_Pooling/config.json", """
        {"pooling_mode_cls_token": %s, "pooling_mode_mean_tokens": %s, "pooling_mode_max_tokens": false}
        """.formatted(
            pooling.equals("cls"), pooling.equals("mean")));
    put(
        files,
        "sentence_bert_config.json",
        "{\"max_seq_length\": %d, \"do_lower_case\": false}\n".formatted(longest));
    return files;
  }

  private static Map<String, byte[]> dinov2Files(byte[] onnx) {
    Map<String, byte[]> files = new HashMap<>();
    files.put("model.onnx", onnx);
    put(files, "config.json", "{\"model_type\": \"dinov2\"}\n");
    put(files, "preprocessor_config.json", """
        {"image_processor_type": "BitImageProcessor", "do_convert_rgb": true,
         "do_resize": true, "size": {"shortest_edge": 256}, "resample": 3,
         "do_center_crop": true, "crop_size": {"height": 224, "width": 224},
         "do_rescale": true, "rescale_factor": 0.00392156862745098,
         "do_normalize": true, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
        """);
    return files;
  }

  /** @param isPooled whether it has a vector for the picture, besides those of patches */
  byte[] imageTower(int size, boolean isPooled) {
    OnnxGraph graph = new OnnxGraph("image");
    String vectors = new SampleTower(graph, dimensions).images(pixels(graph, BATCH, size), size);
    String hidden = graph.add("Unsqueeze", vectors, graph.integers(1));
    graph.output(hidden, "last_hidden_state", BATCH, 1, dimensions);
    if (isPooled) {
      graph.output(vectors, "pooler_output", BATCH, dimensions);
    }
    return graph.toBytes("heimdex");
  }

  byte[] siglipTextTower() {
    SampleTokenizer tokenizer = SampleTokenizer.SIGLIP;
    OnnxGraph graph = new OnnxGraph("text");
    SampleTower tower = new SampleTower(graph, dimensions);
    String ids = graph.input("input_ids", ElementType.INT64, BATCH, tokenizer.longest());
    String tokens = tower.tokens(ids, tower.mask(ids, tokenizer.padId()), tokenizer);
    graph.output(tokens, "last_hidden_state", BATCH, tokenizer.longest(), dimensions);
    graph.output(tower.last(tokens), "pooler_output", BATCH, dimensions);
    return graph.toBytes("heimdex");
  }

  byte[] clip() {
    SampleTokenizer tokenizer = SampleTokenizer.CLIP;
    OnnxGraph graph = new OnnxGraph("clip");
    SampleTower tower = new SampleTower(graph, dimensions);
    String ids = graph.input("input_ids", ElementType.INT64, BATCH, tokenizer.longest());
    String pixels = pixels(graph, PICTURES, 224);
    String mask = graph.input("attention_mask", ElementType.INT64, BATCH, tokenizer.longest());
    String image = tower.normalised(tower.images(pixels, 224));
    String text = tower.normalised(tower.last(tower.tokens(ids, mask, tokenizer)));
    String cosines = graph.add("MatMul", text, graph.add("Transpose", image));
    String logits = graph.add("Mul", cosines, graph.scalar(CLIP_SCALE));
    graph.output(graph.add("Transpose", logits), "logits_per_image", PICTURES, BATCH);
    graph.output(logits, "logits_per_text", BATCH, PICTURES);
    graph.output(text, "text_embeds", BATCH, dimensions);
    graph.output(image, "image_embeds", PICTURES, dimensions);
    return graph.toBytes("heimdex");
  }

  byte[] sentenceModel(SampleTokenizer tokenizer, boolean hasTypes) {
    OnnxGraph graph = new OnnxGraph("sentence");
    String ids = graph.input("input_ids", ElementType.INT64, BATCH, SEQUENCE);
    String mask = graph.input("attention_mask", ElementType.INT64, BATCH, SEQUENCE);
    if (hasTypes) {
      graph.input("token_type_ids", ElementType.INT64, BATCH, SEQUENCE);
    }
    String tokens = new SampleTower(graph, dimensions).tokens(ids, mask, tokenizer);
    graph.output(tokens, "last_hidden_state", BATCH, SEQUENCE, dimensions);
    return graph.toBytes("heimdex");
  }

  private static String pixels(OnnxGraph graph, long batch, int size) {
    return graph.input("pixel_values", ElementType.FLOAT, batch, CHANNELS, size, size);
  }
}
