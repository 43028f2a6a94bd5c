package io.heimdex.operators.model;

import java.nio.file.Files;
import java.nio.file.Path;

/** Of the pictures that a model takes, in pixels. */
public record PictureSize(int width, int height) {

  /** From {@code preprocessor_config.json}, or else from {@code config.json}. */
  static PictureSize of(Path root) {
    Path file = root.resolve(ModelDirectory.PREPROCESSOR);
    if (Files.isRegularFile(file)) {
      ImagePreprocessing preprocessing = ImagePreprocessing.read(file);
      return new PictureSize(preprocessing.width(), preprocessing.height());
    }
    int size =
        JsonFile.read(root.resolve(ModelFiles.CONFIG)).object("vision_config").size("image_size");
    return new PictureSize(size, size);
  }
}
