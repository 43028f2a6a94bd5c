package io.heimdex.local.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signals and limits of other processes, through the machine's own tools: Java knows two signals only. */
final class Signals {
  private static final long TOOL_SECONDS = 10;

  private Signals() {}

  /** Sends a signal to those that are there. @param signal without {@code SIG} */
  static void send(String signal, Collection<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    try {
      // It fails where a process has ended meanwhile, and has reached the others then.
      run(command);
    } catch (IOException e) {
      throw new IllegalStateException("Can't send " + signal + " to " + pids, e);
    }
  }

  /** Limits the size of the files that a running process can write. @param bytes or {@code unlimited} */
  static void limitFileSize(long pid, String bytes) throws IOException {
    // The soft limit alone, which may be raised again.
    List<String> command =
        List.of("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":");
    int status = run(command);
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " failed with status " + status);
    }
  }

  private static int run(List<String> command) throws IOException {
    Process tool = new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      if (!tool.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
        tool.destroyForcibly();
        throw new IOException(
            String.join(" ", command) + " ran longer than " + TOOL_SECONDS + " s");
      }
      return tool.exitValue();
    } catch (InterruptedException e) {
      tool.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted in " + String.join(" ", command), e);
    }
  }
}
