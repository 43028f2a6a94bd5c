package io.heimdex.local.flink;

/** Stack traces that come as text. */
final class StackTraces {
  private static final String CAUSED_BY = "Caused by: ";

  private StackTraces() {}

  /** The line that names the innermost cause; the first line where no cause is told. */
  static String rootCause(String stackTrace) {
    int cause = stackTrace.lastIndexOf(CAUSED_BY);
    String fromCause = cause < 0 ? stackTrace : stackTrace.substring(cause + CAUSED_BY.length());
    return fromCause.lines().findFirst().orElse(stackTrace);
  }
}
