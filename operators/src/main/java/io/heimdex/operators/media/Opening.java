package io.heimdex.operators.media;

import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens a video's frames at its start, or at a sync frame that is a safe start. */
final class Opening {
  private static final long FIRST_STEP_BACK_MICROS = 1_000_000;

  private final InputKeeper inputs;
  private final String url;
  private final VideoInfo info;
  private final Maker maker;

  /** Makes the frames of an input. */
  @FunctionalInterface
  interface Maker {
    /** Takes the input over: it is closed if this fails. */
    Frames make(MediaInput input) throws MediaException, IOException, InterruptedException;
  }

  Opening(InputKeeper inputs, String url, VideoInfo info, Maker maker) {
    this.inputs = inputs;
    this.url = url;
    this.info = info;
    this.maker = maker;
  }

  /**
   * Opens the video so that at least one frame before a time comes out, unless the video has none.
   *
   * @param micros {@link Long#MIN_VALUE} for the start of the video
   */
  Frames before(long micros) throws MediaException, IOException, InterruptedException {
    if (info.seekable() && micros > info.startMicros()) {
      Frames kept = seekKept(micros);
      if (kept != null) {
        return kept;
      }
      Frames frames = seek(inputs.open(url, info), micros);
      if (frames != null) {
        return frames;
      }
    }
    // A sought demuxer is not always as it was when it was opened.
    return maker.make(inputs.open(url, info));
  }

  private @Nullable Frames seekKept(long micros) throws MediaException, InterruptedException {
    MediaInput kept = inputs.take(url, info);
    try {
      return kept == null ? null : seek(kept, micros);
    } catch (IOException e) {
      // Its connection or its address may have been given up meanwhile. A new one tells.
      return null;
    }
  }

  /** Tries sync frames further and further back; null if none is a safe start. */
  private @Nullable Frames seek(MediaInput input, long micros)
      throws MediaException, IOException, InterruptedException {
    Frames frames = maker.make(input);
    boolean found = false;
    try {
      long back = 0;
      while (!found && micros - 1 - back > info.startMicros()) {
        found = frames.startAt(micros - 1 - back, micros);
        back = Math.max(FIRST_STEP_BACK_MICROS, 2 * back);
      }
      return found ? frames : null;
    } finally {
      if (!found) {
        frames.close();
      }
    }
  }
}
