package io.heimdex.local.flink;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the build makes for a cluster.
 *
 * @param jar to submit
 * @param lib jars for Flink's own {@code lib/}
 */
public record JobArtifacts(Path jar, Path lib) {

  /** As told by the system properties {@code heimdex.job.jar} and {@code heimdex.flink.lib}, which the launcher sets. */
  public static JobArtifacts fromSystemProperties() {
    return new JobArtifacts(path("heimdex.job.jar"), path("heimdex.flink.lib"));
  }

  List<String> libJars() throws IOException {
    List<String> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(lib, "*.jar")) {
      files.forEach(file -> jars.add(file.toAbsolutePath().toString()));
    }
    return jars.stream().sorted().toList();
  }

  private static Path path(String property) {
    String value = System.getProperty(property);
    if (value == null || !Files.exists(Path.of(value))) {
      throw new IllegalStateException("System property " + property + " is " + value
          + "; expected what 'mvn package' makes in jobs/target. Start Heimdex by its launcher");
    }
    return Path.of(value).toAbsolutePath();
  }
}
