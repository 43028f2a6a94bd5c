package io.heimdex.schema;

import org.jspecify.annotations.Nullable;

/**
 * One admitted piece of work: a video in one generation. Travels with every record derived from it.
 *
 * @param videoId a UUID in canonical text form; the key of every keyed operator
 * @param ownerId a UUID in canonical text form
 * @param versionId of the object in a versioned bucket, else null
 * @param eTag without quotes, null where unknown
 * @param sizeBytes -1 where unknown
 * @param generation see {@link Generations}
 * @param revision orders the work on one video: greater is newer. Stable under replay
 * @param position of the notification that asked for it
 */
public record VideoRef(
    String videoId,
    String ownerId,
    String bucket,
    String key,
    @Nullable String versionId,
    @Nullable String eTag,
    long sizeBytes,
    String generation,
    long revision,
    @Nullable String title,
    @Nullable String description,
    KafkaPosition position) {}
