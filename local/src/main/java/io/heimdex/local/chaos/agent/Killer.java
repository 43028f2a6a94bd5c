package io.heimdex.local.chaos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Called from the product's code where the agent has put it. A point is armed by a file of its name: the first process to reach
 * it removes the file, and is gone.
 *
 * <p>Thread-safe. Needs nothing but the JDK.
 */
public final class Killer {
  /** As of a process that SIGKILL ended. */
  public static final int EXIT_STATUS = 137;

  private static volatile Path directory = Path.of("");

  private Killer() {}

  static void watch(Path folder) {
    directory = folder;
  }

  /** Ends this process, without any hook or flush, if the point is armed. */
  public static void reach(String point) {
    try {
      if (Files.deleteIfExists(directory.resolve(point))) {
        Runtime.getRuntime().halt(EXIT_STATUS);
      }
    } catch (IOException e) {
      throw new IllegalStateException("Kill point " + point + " in " + directory, e);
    }
  }
}
