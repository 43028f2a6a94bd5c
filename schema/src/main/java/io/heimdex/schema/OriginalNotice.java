package io.heimdex.schema;

import org.jspecify.annotations.Nullable;

/**
 * The notification that asked for a piece of work, as it stood in Kafka, kept for the dead letter that the work may end as.
 *
 * @param videoId key of the stream
 * @param revision of the work
 * @param text at most 64 Ki characters; null once this work, and all before it, can't fail any more
 */
public record OriginalNotice(
    String videoId, long revision, @Nullable String text) {}
