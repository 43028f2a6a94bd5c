package io.heimdex.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scene with its vectors.
 *
 * @param imageVec L2-normalised; null if and only if the draft carries a failure
 * @param imageModel name and digest of the model that made the vector
 * @param visionTags by falling score; null where none were looked for
 * @param textVec L2-normalised; null where there is no text, or no model for it
 * @param textModel name and digest of the model that made the vector; null with it
 */
public record EmbeddedScene(
    SceneDraft draft,
    float @Nullable [] imageVec,
    @Nullable String imageModel,
    @Nullable List<VisionTag> visionTags,
    float @Nullable [] textVec,
    @Nullable String textModel) {

  /** A draft that carries a failure. */
  public static EmbeddedScene failed(SceneDraft draft) {
    return new EmbeddedScene(draft, null, null, null, null, null);
  }

  /** The same with tags. */
  public EmbeddedScene withVisionTags(List<VisionTag> tags) {
    return new EmbeddedScene(draft, imageVec, imageModel, tags, textVec, textModel);
  }

  /** The same with the vector of its text. */
  public EmbeddedScene withText(float[] vector, String model) {
    return new EmbeddedScene(draft, imageVec, imageModel, visionTags, vector, model);
  }
}
