package io.heimdex.operators.admit;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a video: the last notification that became work. Flink state.
 *
 * @param revision of the last work; the next one's is greater
 * @param generation of the last work
 * @param key of the object that the last work was about
 * @param versionId of that object, null where it has none
 * @param sequencer of the newest event of that object, null where it had none
 * @param eventMicros time of the newest event of that object, from the epoch
 * @param deleted whether the last work was to delete
 * @param ownerId of the video, whoever was named first; null in state from before owners were kept
 */
public record LastAdmitted(
    long revision,
    String generation,
    String key,
    @Nullable String versionId,
    @Nullable String sequencer,
    long eventMicros,
    boolean deleted,
    @Nullable String ownerId) {

  /** The same work, of which a newer event tells once more. */
  LastAdmitted seenAgain(@Nullable String newerSequencer, long newerEventMicros) {
    return new LastAdmitted(
        revision, generation, key, versionId, newerSequencer, newerEventMicros, deleted, ownerId);
  }
}
