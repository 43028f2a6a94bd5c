package io.heimdex.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.heimdex.operators.notice.SafeText;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/**
 * Where a command's results go: with {@code --json} one JSON document a line on standard output, else text for a person. Logs
 * and progress go to standard error. A picocli mixin.
 */
final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private final PrintStream out = System.out;

  @Option(
      names = "--json",
      description = "Print one JSON document a line on standard output, for machines.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /** Prints a result: the document with {@code --json}, else the text. What names of files do to a terminal is taken from it. */
  void result(Object document, String text) {
    out.println(json ? toJson(document) : SafeText.lines(text));
    out.flush();
  }

  static String toJson(Object document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Can't write " + document.getClass() + " as JSON", e);
    }
  }
}
