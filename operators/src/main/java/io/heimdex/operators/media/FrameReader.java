package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.schema.Damage;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The frames of a video in presentation order, from its start or from a sync frame in its middle. Frames from the sync
 * frame's own time on are those of a pass from the start. Not thread-safe.
 */
final class FrameReader implements Frames {
  private final VideoInfo info;
  private final MediaInput input;
  private final VideoDecoder decoder;
  private final AVFrame frame;
  private final AVFrame peeked;
  private FrameClock clock;
  private boolean hasPeeked;
  private boolean fromStart = true;
  private boolean released;
  private long damagedBefore;

  /** Takes the input over: it is closed if this fails. */
  FrameReader(MediaInput input, VideoInfo info, MediaSettings settings)
      throws MediaException, DecoderFaultException {
    this.info = info;
    this.input = input;
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

  /** Only a sync frame that comes out whole and as the first is a safe start. */
  @Override
  public boolean startAt(long target, long before)
      throws MediaException, IOException, InterruptedException {
    if (!decoder.seek(clock.stamp(target))) {
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

  @Override
  public boolean next() throws MediaException, IOException, InterruptedException {
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

  @Override
  public AVFrame frame() {
    return frame;
  }

  @Override
  public long time() {
    return clock.time();
  }

  @Override
  public long end() {
    return clock.end();
  }

  @Override
  public Damage damage() {
    return Frames.damage(decoder.damaged() - damagedBefore, frame, clock.time());
  }

  @Override
  public boolean fromStart() {
    return fromStart;
  }

  @Override
  public long damaged() {
    return decoder.damaged();
  }

  @Override
  public boolean isRepeated() {
    return false;
  }

  @Override
  public MediaInput release() {
    released = true;
    return input;
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_frame_free(peeked);
    decoder.close();
    if (!released) {
      input.close();
    }
  }
}
