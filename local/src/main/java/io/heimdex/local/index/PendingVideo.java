package io.heimdex.local.index;

import java.nio.file.Path;

/**
 * A file that was uploaded and notified.
 *
 * @param generation that the job will give it
 * @param startNanos of its upload, by {@link System#nanoTime()}
 */
record PendingVideo(Path file, String videoId, String generation, long startNanos) {
  double secondsSinceStart() {
    return Math.round((System.nanoTime() - startNanos) / 1e6) / 1e3;
  }
}
