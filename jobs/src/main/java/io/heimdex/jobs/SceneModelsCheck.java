package io.heimdex.jobs;

import io.heimdex.operators.embed.Embedder;
import io.heimdex.operators.embed.EmbeddingException;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import io.heimdex.operators.embed.OnnxTextEmbedderFactory;
import io.heimdex.operators.embed.TextEmbedder;
import io.heimdex.operators.embed.ZeroShotScales;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.model.ZeroShotScale;
import io.heimdex.operators.tag.ZeroShotTags;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens all models of a job, has the text model read the tags, and says in words what is wrong with them. */
final class SceneModelsCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SceneModelsCheck.class);

  private final SceneIndexConfig config;
  private final List<String> problems;

  /** @param problems takes what stands in the way of a start */
  SceneModelsCheck(SceneIndexConfig config, List<String> problems) {
    this.config = config;
    this.problems = problems;
  }

  private interface Opener {
    Embedder<?> open();
  }

  /** Null if there are problems. */
  @Nullable
  SceneModels run() {
    OnnxImageEmbedderFactory images = config.embed().images();
    OnnxTextEmbedderFactory texts = config.embed().texts(TextPurpose.PASSAGE);
    String imageModel = model(
        images.onCpu()::open,
        config.embed().imageModel().source().setting(),
        SceneIndexOptions.EMBED_IMAGE_MODEL,
        "image_vec");
    String textModel = texts == null
        ? null
        : model(
            texts.onCpu()::open,
            texts.model().source().setting(),
            SceneIndexOptions.EMBED_TEXT_MODEL,
            "text_vec");
    ZeroShotTags tags = texts != null && textModel == null ? null : tags();
    if (!problems.isEmpty() || imageModel == null) {
      return null;
    }
    return new SceneModels(
        images.expecting(imageModel),
        texts == null || textModel == null ? null : texts.expecting(textModel),
        tags,
        SceneModels.identity(config, imageModel, textModel));
  }

  private @Nullable String model(
      Opener opener, String setting, ConfigOption<String> option, String column) {
    try (Embedder<?> embedder = opener.open()) {
      int expected = config.embed().dimensions();
      if (embedder.dimensions() != expected) {
        problems.add("Model " + embedder.modelId() + " makes vectors of " + embedder.dimensions()
            + " dimensions, but the column scenes." + column + " has " + expected
            + "; choose another " + option.key() + ", or set "
            + SceneIndexOptions.EMBED_DIMENSIONS.key() + " and migrate the schema to it");
      }
      return embedder.modelId();
    } catch (Exception e) {
      problems.add("Model '" + setting + "' (" + option.key() + ") can't be used: " + e);
      return null;
    }
  }

  /** Null where none are looked for. */
  private @Nullable ZeroShotTags tags() {
    if (!SceneModels.areTagsWanted(config)) {
      return null;
    }
    try {
      return read();
    } catch (Exception e) {
      problems.add("The tags of " + SceneIndexOptions.TAGS.key() + " = '"
          + config.tags().list() + "' can't be looked for: " + e.getMessage());
      return null;
    }
  }

  private @Nullable ZeroShotTags read() throws EmbeddingException {
    OnnxTextEmbedderFactory words = config.embed().texts(TextPurpose.QUERY);
    if (words == null || !SceneModels.isOneModel(config.embed())) {
      throw new IllegalArgumentException(SceneIndexOptions.EMBED_TEXT_MODEL.key() + " is "
          + (words == null ? "not set" : "'" + words.model().source().setting() + "'")
          + "; expected the directory of " + SceneIndexOptions.EMBED_IMAGE_MODEL.key()
          + ", for pictures and words are compared");
    }
    ZeroShotScale scale = ZeroShotScales.find(words.model().source().path());
    if (scale == null) {
      return withoutScale(words);
    }
    TagSettings tags = config.tags();
    try (TextEmbedder embedder = words.onCpu().open()) {
      LOG.info("{} reads {} tags", embedder.modelId(), tags.tags().tags().size());
      return ZeroShotTags.of(tags.tags(), tags.prompt(), embedder, scale, (float) tags.threshold());
    }
  }

  private @Nullable ZeroShotTags withoutScale(OnnxTextEmbedderFactory words) {
    String why = words.model().directory().root()
        + " does not say how cosines become scores; expected the numbers logit_scale and, of SigLIP, logit_bias"
        + " of the checkpoint in its config.json, as docs/models.md tells";
    if (!config.tags().isAuto()) {
      throw new IllegalArgumentException(why);
    }
    LOG.warn(
        "No tags are looked for: {}. {}=none is for who wants none",
        why,
        SceneIndexOptions.TAGS.key());
    return null;
  }
}
