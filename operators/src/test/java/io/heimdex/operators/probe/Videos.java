package io.heimdex.operators.probe;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.VideoRef;
import org.jspecify.annotations.Nullable;

/** Videos to look at. */
final class Videos {
  static final String KEY =
      "videos/0f8fad5b-d9cb-469f-a165-70867728950e/7c9e6679-7425-40de-944b-e07fc1f90ae7.mp4";

  private Videos() {}

  static VideoRef video(@Nullable String eTag) {
    return new VideoRef(
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "uploads",
        KEY,
        null,
        eTag,
        100,
        "generation",
        1,
        null,
        null,
        new KafkaPosition("uploads", 0, 1));
  }
}
