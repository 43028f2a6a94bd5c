package io.heimdex.operators.publish;

import org.jspecify.annotations.Nullable;

/**
 * State: the newest revision of a video that is finished. Public, and flat, for Flink's serialiser.
 *
 * @param publishedGeneration null if it was not published
 */
public record ClosedVideo(long revision, @Nullable String publishedGeneration) {}
