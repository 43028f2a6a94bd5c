package io.heimdex.local.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What s3proxy leaves where it is killed while it takes an object: it writes into a file beside the object, named after it with a
 * random UUID, and renames that in the end. Until then the file shows in lists as an object of that name.
 */
final class Drafts {
  private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);
  private static final Pattern NAME =
      Pattern.compile(".*-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  /** An attribute that each complete object has, and gets before it is renamed. */
  private static final String DIGEST = "content-md5";

  private Drafts() {}

  /** Removes them. Only while no server works on the directory. */
  static void remove(Path directory) throws IOException {
    List<Path> candidates;
    try (Stream<Path> files = Files.walk(directory)) {
      candidates = files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .filter(Files::isRegularFile)
          .toList();
    }
    for (Path file : candidates) {
      if (!isComplete(file)) {
        LOG.info("Removing {}, an object that was not received in full", file);
        Files.delete(file);
      }
    }
  }

  private static boolean isComplete(Path file) throws IOException {
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    // Where there are no attributes nothing can be told.
    return attributes == null
        || attributes.list().stream().anyMatch(attribute -> attribute.endsWith(DIGEST));
  }
}
