package io.heimdex.schema;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification that could not be worked off, for a person to look at.
 *
 * @param notification the original text where it could not be parsed (cut at 64 KiB), else an equivalent Heimdex
 *     notification that can be sent again
 */
public record DeadLetter(
    Failure failure,
    KafkaPosition position,
    @Nullable String videoId,
    String notification,
    Instant occurredAt) {}
