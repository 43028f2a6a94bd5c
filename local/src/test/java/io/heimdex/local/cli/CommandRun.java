package io.heimdex.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs one command of the launcher within a test, and keeps what it prints. A JUnit extension. */
final class CommandRun implements BeforeEachCallback, AfterEachCallback {
  private final String command;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream standardOutput = System.out;
  private final StringWriter errors = new StringWriter();

  CommandRun(String command) {
    this.command = command;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setOut(standardOutput);
  }

  /** Runs it. @return its exit status */
  int execute(String... arguments) {
    printed.reset();
    String[] all = Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new);
    return Heimdex.commandLine().setErr(new PrintWriter(errors, true)).execute(all);
  }

  /** What the last run printed on standard output. */
  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The one document that the last run printed. */
  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(printed());
  }

  /** All errors so far. */
  String errors() {
    return errors.toString();
  }
}
