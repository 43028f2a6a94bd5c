package io.heimdex.schema;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification that could not be worked off, for a person to look at.
 *
 * @param notification the original text, cut at 64 Ki characters; of a message that holds several, the part that failed
 * @param retry a Heimdex notification that asks for the same work again; null where the original could not be read
 */
public record DeadLetter(
    Failure failure,
    KafkaPosition position,
    @Nullable String videoId,
    String notification,
    @Nullable String retry,
    Instant occurredAt) {

  /** Of a notification that never became work. */
  public DeadLetter(
      Failure failure,
      KafkaPosition position,
      @Nullable String videoId,
      String notification,
      Instant occurredAt) {
    this(failure, position, videoId, notification, null, occurredAt);
  }
}
