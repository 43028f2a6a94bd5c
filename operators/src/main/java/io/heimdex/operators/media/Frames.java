package io.heimdex.operators.media;

import io.heimdex.schema.Damage;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** The frames of a video in presentation order, from its start or from some frame in its middle. Not thread-safe. */
interface Frames extends AutoCloseable {

  /**
   * Goes to the last sync frame at or before a target, in microseconds of the container.
   *
   * @return false unless that is a safe start, and presented before a time: what comes out of it is what comes out of a pass from
   *     the start of the video
   */
  boolean startAt(long target, long before)
      throws MediaException, IOException, InterruptedException;

  /** Moves on to the next frame; false after the last. */
  boolean next() throws MediaException, IOException, InterruptedException;

  /** Its picture, valid until the next call of {@link #next}. Where {@link #isRepeated}, that of the last frame that was decoded. */
  AVFrame frame();

  /** Whether the frame was not decoded, since it is taken to look like the one before. */
  boolean isRepeated();

  /** Presentation time of the frame. */
  long time();

  /** End of the frame's presentation. */
  long end();

  /**
   * What is damaged since the frame before: it belongs to this frame, and after the last one to the end of the video. So it
   * does not depend on where reading began.
   */
  Damage damage();

  /**
   * What is damaged at a frame.
   *
   * @param lost packets and pictures before it that could not be decoded
   * @param picture of the frame; null if it has none of its own
   */
  static Damage damage(long lost, @Nullable AVFrame picture, long ptsMicros) {
    boolean mended = picture != null
        && (picture.decode_error_flags() != 0
            || (picture.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0);
    long count = lost + (mended ? 1 : 0);
    return count == 0 ? Damage.NONE : new Damage(count, ptsMicros);
  }

  /** Whether the first frame that came out was the first of the video. */
  boolean fromStart();

  /** Packets and pictures that could not be decoded so far. */
  long damaged();

  /** Gives the input up, to be read from anew; it is not closed with the frames. */
  MediaInput release();

  @Override
  void close();
}
