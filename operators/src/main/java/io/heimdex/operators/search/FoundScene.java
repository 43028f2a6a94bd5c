package io.heimdex.operators.search;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A scene that was found.
 *
 * @param cosine of the angle between its vector and that of the query, -1 to 1
 * @param startS seconds from the first frame, inclusive
 * @param endS seconds from the first frame, exclusive
 */
public record FoundScene(
    double cosine,
    String videoId,
    @Nullable String title,
    int sceneIndex,
    String sceneId,
    BigDecimal startS,
    BigDecimal endS,
    @Nullable String thumbnailKey) {}
