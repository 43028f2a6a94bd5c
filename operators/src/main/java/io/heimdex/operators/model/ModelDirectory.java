package io.heimdex.operators.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image model as Hugging Face's tools export it: a directory with {@code config.json}, {@code preprocessor_config.json} and an
 * ONNX file, beside them or in {@code onnx/}.
 *
 * @param id {@code name@12 hexadecimal digits}, of a digest over all files that decide what the vectors are
 * @param onnx the ONNX file; its weights may be in a second file beside it
 */
public record ModelDirectory(
    String id, Path onnx, ImagePreprocessing preprocessing, JointInputs jointInputs) {
  static final String PREPROCESSOR = "preprocessor_config.json";
  /** The image tower alone, or a model of images and texts. */
  private static final ModelFiles.Kind KIND = new ModelFiles.Kind(
      "image model", PREPROCESSOR, List.of("vision_model", "model"), "text_model");

  /** Whether a path is that of a model directory, or of an ONNX file in one. */
  public static boolean isOne(Path path) {
    return Files.isDirectory(path) || ModelFiles.root(path, PREPROCESSOR) != null;
  }

  /**
   * Finds the files of a model.
   *
   * @param path the directory, or one of its ONNX files where there are several
   * @throws ModelFileException that names the file, what it says, and what was expected
   */
  public static ModelDirectory read(Path path) {
    ModelFiles files = ModelFiles.find(path, KIND);
    Path configFile = files.file(ModelFiles.CONFIG);
    Path preprocessorFile = files.file(PREPROCESSOR);
    JsonFile config = JsonFile.read(configFile);
    checkType(config);
    return new ModelDirectory(
        files.id(
            "preprocessing " + ImagePreprocessing.VERSION, List.of(configFile, preprocessorFile)),
        files.onnx(),
        ImagePreprocessing.read(preprocessorFile),
        JointInputs.of(config));
  }

  private static void checkType(JsonFile config) {
    String type = config.text("model_type");
    if (type != null && type.startsWith("siglip2")) {
      throw config.wrong(
          "model_type",
          "a model of fixed picture size: this one (NaFlex) takes patches; export a FixRes one, whose type is 'siglip'");
    }
  }
}
