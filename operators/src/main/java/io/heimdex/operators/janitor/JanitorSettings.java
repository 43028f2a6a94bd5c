package io.heimdex.operators.janitor;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep may remove. By default only what the database says that nobody can need.
 *
 * @param dryRun whether to look only
 * @param multipartAge unfinished multipart uploads under our own prefixes are aborted when they began that long ago
 * @param undecidedAge staged batches of which the database can't tell whether a restored job publishes them are removed at
 *     that age; null: never
 * @param unknownAge objects of videos that the database doesn't know are removed at that age; null: never
 * @param uploadAge unfinished multipart uploads of users are aborted when they began that long ago; null: never
 * @param uploadBuckets where users upload to
 * @param requestsPerSecond most requests to the object store, at least 1
 */
public record JanitorSettings(
    boolean dryRun,
    Duration multipartAge,
    @Nullable Duration undecidedAge,
    @Nullable Duration unknownAge,
    @Nullable Duration uploadAge,
    List<String> uploadBuckets,
    int requestsPerSecond)
    implements Serializable {
  public JanitorSettings {
    if (requestsPerSecond < 1) {
      throw new IllegalArgumentException(
          "The janitor makes " + requestsPerSecond + " requests a second; expected at least 1");
    }
    uploadBuckets = List.copyOf(uploadBuckets);
  }

  /** Removes only what the database decides, and multipart uploads of that age. */
  public static JanitorSettings decided(Duration multipartAge, int requestsPerSecond) {
    return new JanitorSettings(false, multipartAge, null, null, null, List.of(), requestsPerSecond);
  }
}
