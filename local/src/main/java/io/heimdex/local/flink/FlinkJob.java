package io.heimdex.local.flink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job to run: a main class and its arguments, as on Flink's own command line.
 *
 * @param restorePath of the checkpoint or savepoint to begin from, null to begin anew
 */
public record FlinkJob(
    String mainClass, List<String> arguments, @Nullable String restorePath) {
  public FlinkJob {
    arguments = List.copyOf(arguments);
  }
}
