package io.heimdex.local.process;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Ends a server of another make when this process is gone, also where it was killed: a shell waits for the end of a pipe of
 * which only this process holds the other end.
 */
public final class OrphanGuard implements AutoCloseable {
  /**
   * $1: file with the server's process id on its first line; $2: what its command line holds; $3: signal. A server that is paused,
   * or has children that are, acts on it as soon as they go on.
   */
  private static final String SCRIPT = """
      trap '' INT TERM HUP
      cat > /dev/null
      read -r pid < "$1" && ps -ww -o args= -p "$pid" | grep -qF -- "$2" || exit 0
      children=$(ps -e -o pid= -o ppid= | awk -v root="$pid" '
        { parent[$1] = $2 }
        END { for (p in parent) { q = parent[p]; while (q in parent && q != root) q = parent[q]; if (q == root) print p } }')
      kill -s "$3" "$pid"
      kill -s CONT "$pid" $children
      """;

  private final Process shell;

  private OrphanGuard(Process shell) {
    this.shell = shell;
  }

  /**
   * Begins to watch. Call it once the server runs.
   *
   * @param pidFile removed when the server has ended for good
   * @param commandPart what only the server's command line holds
   * @param signal without {@code SIG}
   */
  public static OrphanGuard watch(Path pidFile, String commandPart, String signal)
      throws IOException {
    return new OrphanGuard(new ProcessBuilder(
            "sh", "-c", SCRIPT, "heimdex-guard", pidFile.toString(), commandPart, signal)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start());
  }

  /** Ends the watch. Call it once the server has ended. */
  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
