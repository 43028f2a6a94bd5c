package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.schema.FailureCode;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Packets in, frames out, on the calling thread. What is damaged is skipped and counted. Not thread-safe. */
final class PacketDecoder implements AutoCloseable {
  /** Errors in a row after the last packet, before the decoder counts as empty. */
  private static final int MAX_DRAIN_ERRORS = 256;

  /** What asking for a frame gave. */
  enum Outcome {
    FRAME,
    /** It wants a packet first. */
    HUNGRY,
    /** After {@link #drain}: there are no more. */
    END
  }

  private final AVCodecContext context;
  private boolean draining;
  private int drainErrors;
  private long damaged;

  PacketDecoder(AVStream stream, MediaSettings settings)
      throws MediaException, DecoderFaultException {
    AVCodec codec = decoder(stream);
    if (codec == null) {
      throw new MediaException(FailureCode.CODEC_NOT_SUPPORTED, "There is no decoder");
    }
    context = Ffmpeg.notNull(avcodec_alloc_context3(codec), "decoder");
    boolean done = false;
    try {
      open(codec, stream, settings);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** FFmpeg's own decoders of VP8 and VP9 leave the alpha channel out, which WebM carries beside the picture; libvpx's don't. */
  private static @Nullable AVCodec decoder(AVStream stream) {
    int id = stream.codecpar().codec_id();
    boolean isVpx = id == AV_CODEC_ID_VP8 || id == AV_CODEC_ID_VP9;
    if (isVpx && av_dict_get(stream.metadata(), "alpha_mode", null, 0) != null) {
      AVCodec whole = avcodec_find_decoder_by_name(id == AV_CODEC_ID_VP8 ? "libvpx" : "libvpx-vp9");
      if (whole != null) {
        return whole;
      }
    }
    return avcodec_find_decoder(id);
  }

  private void open(AVCodec codec, AVStream stream, MediaSettings settings)
      throws MediaException, DecoderFaultException {
    int result = avcodec_parameters_to_context(context, stream.codecpar());
    if (result >= 0) {
      // A picture may grow in mid-stream; this bounds what it can make us allocate.
      context
          .pkt_timebase(stream.time_base())
          .thread_count(1)
          .max_pixels(settings.maxCodedPixels());
      result = avcodec_open2(context, codec, (AVDictionary) null);
    }
    Memory.check(result, "opening the decoder");
    if (result < 0) {
      throw new MediaException(
          FailureCode.CODEC_NOT_SUPPORTED,
          "The decoder refuses this stream: " + Ffmpeg.message(result));
    }
  }

  /** Asks for the next frame in presentation order. */
  Outcome receive(AVFrame frame) throws DecoderFaultException, InterruptedException {
    while (true) {
      Interruption.throwIfInterrupted();
      int result = avcodec_receive_frame(context, frame);
      if (result >= 0) {
        Pulse.frame();
        return Outcome.FRAME;
      }
      Memory.check(result, "decoding a picture");
      if (result == AVERROR_EOF()) {
        return Outcome.END;
      }
      if (result != AVERROR_EAGAIN()) {
        damaged++;
      }
      if (!draining) {
        return Outcome.HUNGRY;
      }
      if (drainErrors++ >= MAX_DRAIN_ERRORS) {
        return Outcome.END;
      }
    }
  }

  /** Feeds a packet; false if frames must be received first. */
  boolean send(AVPacket packet) throws DecoderFaultException {
    int result = avcodec_send_packet(context, packet);
    if (result == AVERROR_EAGAIN()) {
      return false;
    }
    Memory.check(result, "decoding a picture");
    damaged += result < 0 || (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0 ? 1 : 0;
    return true;
  }

  /** There are no more packets: what is left inside comes out. */
  void drain() {
    draining = true;
    avcodec_send_packet(context, null);
  }

  /** Forgets all frames. */
  void reset() {
    avcodec_flush_buffers(context);
    draining = false;
    drainErrors = 0;
  }

  /** Whether pictures that no other one refers to are left out, from the next packet on. */
  void leaveOutUnreferenced(boolean leaveOut) {
    context.skip_frame(leaveOut ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
  }

  /** Packets and pictures that could not be decoded. */
  long damaged() {
    return damaged;
  }

  @Override
  public void close() {
    avcodec_free_context(context);
  }
}
