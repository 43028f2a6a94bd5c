package io.heimdex.schema;

import java.util.Locale;

/** The states of a video, in the order of the database's enum {@code video_state}. */
public enum VideoState {
  UPLOADING,
  VALIDATING,
  PROCESSING,
  INDEXED,
  FAILED,
  DELETED;

  /** The label in the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
