package io.heimdex.local.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Copies the streams of videos packet by packet: nothing is decoded, so that an hour takes seconds. */
public final class StreamCopy {
  private StreamCopy() {}

  /**
   * A video that was written.
   *
   * @param packets of its pictures, each of which is a frame
   * @param longestGroup most packets from one sync frame to the next
   */
  public record Copied(Duration length, long packets, int longestGroup) {}

  /**
   * Copies the beginning of a video.
   *
   * @param target its ending names the container
   * @param longest how much of the video at most
   * @param mostBytes of packets
   * @throws IOException if the source is no video that can be read, or the container of the target takes not its streams
   */
  public static void beginning(Path source, Path target, Duration longest, long mostBytes)
      throws IOException {
    try (CopyTarget copy = CopyTarget.create(target)) {
      try (CopySource from = CopySource.open(source)) {
        copy.append(from, micros(longest), mostBytes);
      }
      copy.finish();
    }
  }

  /**
   * Puts videos one after another, again and again, until their length is reached.
   *
   * @param sources of the same streams and codec settings
   * @param target its ending names the container
   * @return what was written; less than a packet more than {@code length}
   */
  public static Copied repeat(List<Path> sources, Path target, Duration length) throws IOException {
    try (CopyTarget copy = CopyTarget.create(target)) {
      for (int i = 0; copy.endMicros() < micros(length); i++) {
        long before = copy.endMicros();
        try (CopySource from = CopySource.open(sources.get(i % sources.size()))) {
          copy.append(from, micros(length) - before, Long.MAX_VALUE);
        }
        if (copy.endMicros() <= before) {
          throw new IOException(
              "Video " + sources.get(i % sources.size()) + " holds no packet that can be copied");
        }
      }
      copy.finish();
      return copy.copied();
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
