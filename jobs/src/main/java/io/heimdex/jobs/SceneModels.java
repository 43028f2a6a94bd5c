package io.heimdex.jobs;

import io.heimdex.operators.embed.ImageEmbedder;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import io.heimdex.operators.embed.OnnxTextEmbedderFactory;
import io.heimdex.operators.embed.TextModelSettings;
import io.heimdex.operators.tag.ZeroShotTags;
import io.heimdex.schema.Generations;
import org.jspecify.annotations.Nullable;

/**
 * The models of a job, looked at where it is submitted: on the CPU, for that machine need not have the GPU that the TaskManagers
 * have. They look at theirs when they open them.
 *
 * @param images opens the very model that was looked at, and no other
 * @param texts the same; null for none
 * @param tags null for none
 * @param identity names all that decides what vectors and tags are
 */
record SceneModels(
    OnnxImageEmbedderFactory images,
    @Nullable OnnxTextEmbedderFactory texts,
    @Nullable ZeroShotTags tags,
    String identity) {
  /** Names all that decides what vectors and tags are. Opens the image model. */
  static String identity(SceneIndexConfig config) {
    try (ImageEmbedder embedder = config.embed().images().onCpu().open()) {
      TextModelSettings text = config.embed().textModel();
      return identity(
          config, embedder.modelId(), text == null ? null : text.directory().id());
    }
  }

  static String identity(SceneIndexConfig config, String imageModel, @Nullable String textModel) {
    if (textModel == null) {
      return imageModel;
    }
    TagSettings tags = config.tags();
    return imageModel + " " + textModel
        + (areTagsWanted(config)
            ? " "
                + Generations.of(
                    "tags",
                    String.join("\n", tags.tags().tags()),
                    tags.prompt(),
                    String.valueOf(tags.threshold()))
            : "");
  }

  /** By {@code auto}, where the models can tell them. */
  static boolean areTagsWanted(SceneIndexConfig config) {
    return !config.tags().isNone() && (!config.tags().isAuto() || isOneModel(config.embed()));
  }

  /** Whether both settings name one directory: its towers were trained together. */
  static boolean isOneModel(SceneIndexConfig.EmbedSettings embed) {
    TextModelSettings text = embed.textModel();
    return text != null
        && directory(embed.imageModel().source().setting())
            .equals(directory(text.source().setting()));
  }

  /** Of a setting that may name a file in it. */
  private static String directory(String setting) {
    return setting.replaceFirst("(/onnx)?/[^/]+\\.onnx$", "").replaceFirst("/+$", "");
  }
}
