package io.heimdex.operators.tag;

import io.heimdex.schema.EmbeddedScene;
import org.apache.flink.api.common.functions.MapFunction;
import org.jspecify.annotations.Nullable;

/** Gives every scene its tags. Failed ones pass through; all do where no tags are looked for. */
public final class TagFunction implements MapFunction<EmbeddedScene, EmbeddedScene> {
  private static final long serialVersionUID = 1L;

  private final @Nullable ZeroShotTags tags;

  /** @param tags null for none */
  public TagFunction(@Nullable ZeroShotTags tags) {
    this.tags = tags;
  }

  @Override
  public EmbeddedScene map(EmbeddedScene scene) {
    float[] imageVec = scene.imageVec();
    return tags == null || imageVec == null ? scene : scene.withVisionTags(tags.of(imageVec));
  }
}
