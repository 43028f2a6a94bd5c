package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
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
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes one video stream on the calling thread. What is damaged is skipped and counted. Not thread-safe. */
final class VideoDecoder implements AutoCloseable {
  /** Errors in a row after the last packet, before the decoder counts as empty. */
  private static final int MAX_DRAIN_ERRORS = 256;

  private final MediaInput input;
  private final AVStream stream;
  private final AVCodecContext context;
  private final AVPacket packet;
  private boolean packetWaits;
  private boolean draining;
  private int drainErrors;
  private long damaged;

  VideoDecoder(MediaInput input, int streamIndex, MediaSettings settings)
      throws MediaException, DecoderFaultException {
    this.input = input;
    stream = input.stream(streamIndex);
    AVCodec codec = decoder(stream);
    if (codec == null) {
      throw new MediaException(FailureCode.CODEC_NOT_SUPPORTED, "There is no decoder");
    }
    context = Ffmpeg.notNull(avcodec_alloc_context3(codec), "decoder");
    packet = Ffmpeg.notNull(av_packet_alloc(), "packet");
    boolean done = false;
    try {
      open(codec, settings);
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

  private void open(AVCodec codec, MediaSettings settings)
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

  /** Decodes the next frame in presentation order into {@code frame}; false after the last. */
  boolean next(AVFrame frame) throws MediaException, IOException, InterruptedException {
    while (true) {
      Interruption.throwIfInterrupted();
      int result = avcodec_receive_frame(context, frame);
      if (result >= 0) {
        Pulse.frame();
        return true;
      }
      Memory.check(result, "decoding a picture");
      if (result == AVERROR_EOF()) {
        return false;
      }
      if (result != AVERROR_EAGAIN()) {
        damaged++;
      }
      if (!feed()) {
        return false;
      }
    }
  }

  /** False when there is nothing more to feed, nor to expect. */
  private boolean feed() throws MediaException, IOException, InterruptedException {
    if (draining) {
      return drainErrors++ < MAX_DRAIN_ERRORS;
    }
    if (!packetWaits && !input.read(packet, stream.index())) {
      draining = true;
      avcodec_send_packet(context, null);
      return true;
    }
    boolean packetIsCorrupt = (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
    int result = avcodec_send_packet(context, packet);
    packetWaits = result == AVERROR_EAGAIN();
    if (!packetWaits) {
      av_packet_unref(packet);
      Memory.check(result, "decoding a picture");
      damaged += result < 0 || packetIsCorrupt ? 1 : 0;
    }
    return true;
  }

  /**
   * Forgets all frames and goes back to a sync frame. Reads its packet, not more.
   *
   * @return that packet, which is decoded next; its flags tell whether this really is a sync frame
   */
  boolean seek(long timestamp) throws MediaException, IOException, InterruptedException {
    av_packet_unref(packet);
    avcodec_flush_buffers(context);
    draining = false;
    drainErrors = 0;
    packetWaits = input.seek(stream.index(), timestamp) && input.read(packet, stream.index());
    return packetWaits;
  }

  /** The packet that is decoded next, after {@link #seek}. */
  AVPacket waitingPacket() {
    return packet;
  }

  /** Packets and pictures that could not be decoded. */
  long damaged() {
    return damaged + input.skipped();
  }

  AVStream stream() {
    return stream;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
