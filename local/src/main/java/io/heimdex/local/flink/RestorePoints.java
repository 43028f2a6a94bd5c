package io.heimdex.local.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints and savepoints that earlier clusters left in a directory. */
public final class RestorePoints {
  /** {@code checkpoints/JOB/chk-N/_metadata}, {@code savepoints/savepoint-X/_metadata}. */
  private static final int DEPTH = 3;

  private RestorePoints() {}

  /** Path of the newest one that is complete: the file that is written last is there. */
  public static Optional<String> latest(FlinkSettings settings) throws IOException {
    Optional<Path> latest = Optional.empty();
    FileTime latestTime = FileTime.fromMillis(0);
    for (Path metadata : complete(settings)) {
      FileTime time = Files.getLastModifiedTime(metadata);
      if (time.compareTo(latestTime) > 0) {
        latest = Optional.of(metadata);
        latestTime = time;
      }
    }
    return latest.map(metadata -> FlinkConfig.uri(metadata.resolveSibling("")));
  }

  private static List<Path> complete(FlinkSettings settings) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(settings.checkpoints(), settings.savepoints())) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
          files.filter(file -> file.endsWith("_metadata")).forEach(found::add);
        }
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }
}
