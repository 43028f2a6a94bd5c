package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_ROUND_DOWN;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_rnd;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.schema.Damage;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * The frames of a video in presentation order, from its start or from a sync frame in its middle. Frames from the sync
 * frame's own time on are those of a pass from the start. Not thread-safe.
 */
final class FrameReader implements AutoCloseable {
  private static final long FIRST_STEP_BACK_MICROS = 1_000_000;

  private final VideoInfo info;
  private final MediaInput input;
  private final VideoDecoder decoder;
  private final AVFrame frame;
  private final AVFrame peeked;
  private FrameClock clock;
  private boolean hasPeeked;
  private boolean fromStart = true;
  private long damagedBefore;

  private FrameReader(String url, VideoInfo info, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    this.info = info;
    input = MediaInput.open(url, settings);
    boolean done = false;
    try {
      input.readOnly(info.streamIndex());
      decoder = new VideoDecoder(input, info.streamIndex(), settings);
      done = true;
    } finally {
      if (!done) {
        input.close();
      }
    }
    frame = Ffmpeg.notNull(av_frame_alloc(), "frame");
    peeked = Ffmpeg.notNull(av_frame_alloc(), "frame");
    clock = newClock();
  }

  private FrameClock newClock() {
    boolean continuous =
        Containers.isMov(info.container()) || Containers.isMatroska(info.container());
    return new FrameClock(decoder.stream().time_base(), info.frameRate(), !continuous);
  }

  /**
   * Opens a video so that at least one frame before a time comes out, unless the video has none.
   *
   * @param micros {@link Long#MIN_VALUE} for the start of the video
   */
  static FrameReader openBefore(String url, VideoInfo info, long micros, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    FrameReader reader = new FrameReader(url, info, settings);
    boolean done = false;
    try {
      done = !info.seekable() || micros <= info.startMicros() || reader.seekBefore(micros);
      if (done) {
        return reader;
      }
    } finally {
      if (!done) {
        reader.close();
      }
    }
    // A sought demuxer is not always as it was when it was opened.
    return new FrameReader(url, info, settings);
  }

  /** Tries sync frames further and further back. */
  private boolean seekBefore(long micros) throws MediaException, IOException, InterruptedException {
    long back = 0;
    while (micros - 1 - back > info.startMicros()) {
      if (startAtSyncFrame(micros - 1 - back, micros)) {
        return true;
      }
      back = Math.max(FIRST_STEP_BACK_MICROS, 2 * back);
    }
    return false;
  }

  /** Only a sync frame that is before the time, and comes out whole and as the first, is a safe start. */
  private boolean startAtSyncFrame(long target, long before)
      throws MediaException, IOException, InterruptedException {
    AVRational base = decoder.stream().time_base();
    long stamp = av_rescale_rnd(target, base.den(), 1_000_000L * base.num(), AV_ROUND_DOWN);
    if (!decoder.seek(stamp)) {
      return false;
    }
    long sync = decoder.waitingPacket().pts();
    boolean isKey = (decoder.waitingPacket().flags() & AV_PKT_FLAG_KEY) != 0;
    if (!isKey || sync == AV_NOPTS_VALUE || clock.micros(sync) >= before) {
      return false;
    }
    return peekFrom(sync);
  }

  /** Drops the leading pictures of an open group: they need the group before. */
  private boolean peekFrom(long sync) throws MediaException, IOException, InterruptedException {
    do {
      if (!decoder.next(frame)) {
        return false;
      }
    } while (frame.pts() != AV_NOPTS_VALUE && frame.pts() < sync);
    if (frame.pts() != sync || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
      return false;
    }
    av_frame_move_ref(peeked, frame);
    hasPeeked = true;
    fromStart = false;
    clock = newClock();
    return true;
  }

  /** Moves on to the next frame; false after the last. */
  boolean next() throws MediaException, IOException, InterruptedException {
    damagedBefore = decoder.damaged();
    if (hasPeeked) {
      av_frame_unref(frame);
      av_frame_move_ref(frame, peeked);
      hasPeeked = false;
    } else if (!decoder.next(frame)) {
      return false;
    }
    clock.tick(frame);
    return true;
  }

  /** Valid until the next call of {@link #next}. */
  AVFrame frame() {
    return frame;
  }

  /** Presentation time of the frame. */
  long time() {
    return clock.time();
  }

  /** End of the frame's presentation. */
  long end() {
    return clock.end();
  }

  /**
   * What is damaged since the frame before: it belongs to this frame, and after the last one to the end of the video. So it
   * does not depend on where reading began.
   */
  Damage damage() {
    boolean mended =
        frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    long count = decoder.damaged() - damagedBefore + (mended ? 1 : 0);
    return count == 0 ? Damage.NONE : new Damage(count, clock.time());
  }

  /** Whether the first frame that came out was the first of the video. */
  boolean fromStart() {
    return fromStart;
  }

  /** Packets and pictures that could not be decoded so far. */
  long damaged() {
    return decoder.damaged();
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_frame_free(peeked);
    decoder.close();
    input.close();
  }
}
