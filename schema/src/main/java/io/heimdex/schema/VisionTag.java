package io.heimdex.schema;

/**
 * What a scene shows, as a model sees it.
 *
 * @param score 0 to 1
 */
public record VisionTag(String tag, float score) {}
