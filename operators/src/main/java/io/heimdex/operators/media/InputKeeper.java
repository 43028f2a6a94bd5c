package io.heimdex.operators.media;

import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens videos, and keeps the last one open for its next span: the index of a film is megabytes that each opening would read
 * again. Only a video whose address names its contents is kept (see {@link MediaSource#contents}), and only one that can be
 * sought in: a span begins with a seek, which leaves nothing of what was read before. Not thread-safe.
 */
final class InputKeeper implements AutoCloseable {
  /** Addresses are signed for a while only. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final MediaSettings settings;
  private @Nullable MediaInput kept;
  private @Nullable String contents;
  private @Nullable VideoInfo info;
  private long openedNanos;

  InputKeeper(MediaSettings settings) {
    this.settings = settings;
  }

  /** Opens a video as it is at its start. */
  MediaInput open(String url, VideoInfo newInfo)
      throws MediaException, IOException, InterruptedException {
    close();
    MediaInput input = MediaInput.open(url, settings);
    contents = MediaSource.contents(url);
    info = newInfo;
    openedNanos = System.nanoTime();
    return input;
  }

  /** The input that was kept if it is of this video, wherever it was read last; else null. */
  @Nullable
  MediaInput take(String url, VideoInfo wanted) {
    boolean fits = contents != null
        && contents.equals(MediaSource.contents(url))
        && wanted.equals(info)
        && System.nanoTime() - openedNanos < LONGEST.toNanos();
    if (!fits) {
      close();
    }
    MediaInput input = kept;
    kept = null;
    return input;
  }

  /** Keeps the input that was opened or taken last, or closes it. */
  void keep(MediaInput input) {
    if (contents != null && info != null && info.seekable()) {
      kept = input;
    } else {
      input.close();
    }
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }
}
