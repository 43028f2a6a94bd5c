package io.heimdex.schema;

import org.jspecify.annotations.Nullable;

/**
 * A scene with its image vector.
 *
 * @param imageVec L2-normalised; null if and only if the draft carries a failure
 * @param imageModel name and digest of the model that made the vector
 */
public record EmbeddedScene(
    SceneDraft draft, float @Nullable [] imageVec, @Nullable String imageModel) {}
