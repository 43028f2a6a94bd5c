package io.heimdex.local.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a tool of the machine to its end. Its output goes to a log that errors quote. */
final class ToolProcess {
  private static final int QUOTED_CHARACTERS = 2_000;

  private final Path directory;
  private final Path log;
  private final Duration timeout;

  /**
   * @param directory where the tools run, and where their log is kept
   * @param timeout of one tool
   */
  ToolProcess(Path directory, Duration timeout) {
    this.directory = directory;
    this.log = directory.resolve("tools.log");
    this.timeout = timeout;
  }

  void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
    process.getOutputStream().close();
    if (!ends(process)) {
      throw new IOException(describe(command) + " ran longer than " + timeout.toSeconds() + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          describe(command) + " failed with status " + process.exitValue() + ": " + lastOutput());
    }
  }

  private boolean ends(Process process) throws IOException {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String describe(List<String> command) {
    return String.join(" ", command.subList(0, Math.min(3, command.size()))) + " …";
  }

  private String lastOutput() throws IOException {
    String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
    return output.substring(Math.max(0, output.length() - QUOTED_CHARACTERS));
  }
}
