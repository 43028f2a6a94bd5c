package io.heimdex.local.index;

import java.nio.file.Path;

/** Hears how indexing goes on. Called from one thread. */
public interface IndexListener {
  /** Bytes of a file were sent. */
  void sent(Path file, long bytes);

  /** A video's state is final. */
  void done(VideoReport report);
}
