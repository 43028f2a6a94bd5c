package io.heimdex.local.flink;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Stack traces that come as text. */
final class StackTraces {
  private static final String CAUSED_BY = "Caused by: ";
  /** A line of the trace itself. */
  private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more)");

  private StackTraces() {}

  /** What the innermost cause says, all of its lines; the whole message where no cause is told. */
  static String rootCause(String stackTrace) {
    int cause = stackTrace.lastIndexOf(CAUSED_BY);
    String fromCause = cause < 0 ? stackTrace : stackTrace.substring(cause + CAUSED_BY.length());
    return fromCause
        .lines()
        .takeWhile(line -> !FRAME.matcher(line).lookingAt())
        .collect(Collectors.joining("\n"));
  }
}
