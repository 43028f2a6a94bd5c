package io.heimdex.local.flink;

/**
 * A failure of a job that made it start anew.
 *
 * @param atMillis milliseconds since the epoch
 */
public record JobFailure(long atMillis, String stackTrace) {

  /** The line that names its innermost cause. */
  public String cause() {
    return StackTraces.rootCause(stackTrace);
  }
}
