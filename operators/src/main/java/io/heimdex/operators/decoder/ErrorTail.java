package io.heimdex.operators.decoder;

import io.heimdex.operators.notice.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a decoder process writes to standard error: to the log, and the lines that tell why it ended are kept. Thread-safe. */
final class ErrorTail {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorTail.class);
  private static final int LINES = 6;
  private static final int LINE_BYTES = 300;
  /** How a JVM that crashes begins the lines that say what happened. */
  private static final String CRASH = "# ";

  private final List<String> crash = new ArrayList<>();
  private final Deque<String> last = new ArrayDeque<>();

  /** Reads to the end. Lines are cut, so what the process writes takes no memory here. */
  void drain(InputStream in, long pid) throws IOException {
    StringBuilder line = new StringBuilder();
    byte[] bytes = new byte[4096];
    for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
      for (String part :
          new String(bytes, 0, length, StandardCharsets.ISO_8859_1).split("(?<=\n)")) {
        line.append(part, 0, Math.min(part.length(), Math.max(0, LINE_BYTES - line.length())));
        if (part.endsWith("\n")) {
          keep(line.toString(), pid);
          line.setLength(0);
        }
      }
    }
    keep(line.toString(), pid);
  }

  private synchronized void keep(String raw, long pid) {
    String line = SafeText.sentence(raw.strip());
    if (line.isEmpty() || line.equals("#")) {
      return;
    }
    LOG.debug("Decoder process {}: {}", pid, line);
    if (line.startsWith(CRASH) && crash.size() < LINES) {
      crash.add(line.substring(CRASH.length()).strip());
    }
    last.add(line);
    if (last.size() > LINES) {
      last.remove();
    }
  }

  /** The JVM's own words on a crash, else the last lines; empty if there were none. */
  synchronized String text() {
    return String.join(" | ", crash.isEmpty() ? last : crash);
  }
}
