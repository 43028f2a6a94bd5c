package io.heimdex.schema;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One notification, whatever format it came in.
 *
 * @param videoId a UUID in canonical text form
 * @param ownerId a UUID in canonical text form
 * @param key of the object, decoded
 * @param versionId of the object in a versioned bucket, else null
 * @param eTag without quotes, null where the source gave none (removals)
 * @param sequencer the source's order of events of one key, null where it gives none
 * @param sizeBytes -1 where the source gave none
 */
public record UploadNotice(
    NoticeKind kind,
    String videoId,
    String ownerId,
    String bucket,
    String key,
    @Nullable String versionId,
    @Nullable String eTag,
    @Nullable String sequencer,
    long sizeBytes,
    Instant eventTime,
    @Nullable String title,
    @Nullable String description,
    KafkaPosition position) {}
