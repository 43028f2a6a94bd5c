package io.heimdex.operators.media;

import io.heimdex.schema.VideoInfo;
import java.io.IOException;

/**
 * Decodes a span of a video once, and measures every frame.
 *
 * <p>The frames, features and candidates of a span are those that one pass over the whole video gives for it, bit for bit.
 */
public interface FrameScanner extends AutoCloseable {

  /**
   * Scans the frames whose presentation time lies in {@code [fromMicros, toMicros)}. Blocks until done.
   *
   * @param url a file path or an http(s) URL that serves ranges
   * @param fromMicros {@link Long#MIN_VALUE} for the start of the video
   * @param toMicros {@link Long#MAX_VALUE} for its end
   * @param handler called on this thread, in order; the last batch has {@code last} set (it may be empty)
   * @throws MediaException if not one frame of the whole video can be decoded, or the container can't be opened any more
   * @throws IOException if reading failed in a way that may pass
   * @throws InterruptedException if the thread was interrupted: looked at at least once a frame
   */
  void scan(String url, VideoInfo info, long fromMicros, long toMicros, BatchHandler handler)
      throws MediaException, IOException, InterruptedException;

  /** Frees what the scanner holds between calls; a call that is under way ends. */
  @Override
  default void close() {}

  /** Takes batches. */
  @FunctionalInterface
  interface BatchHandler {
    /** Takes the next batch; may block to slow the decoder down. */
    void handle(FrameBatch batch) throws InterruptedException;
  }
}
