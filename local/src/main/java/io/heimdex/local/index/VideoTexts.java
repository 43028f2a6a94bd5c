package io.heimdex.local.index;

import org.jspecify.annotations.Nullable;

/** What an uploader writes of a video. */
public record VideoTexts(@Nullable String title, @Nullable String description) {
  /** Nothing. */
  public static final VideoTexts NONE = new VideoTexts(null, null);
}
