package io.heimdex.jobs;

/** Where videos are opened and decoded. */
public enum DecoderIsolation {
  /** In processes of their own. */
  PROCESS,
  /** In the TaskManager. */
  NONE
}
