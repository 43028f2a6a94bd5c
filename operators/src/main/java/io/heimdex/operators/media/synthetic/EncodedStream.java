package io.heimdex.operators.media.synthetic;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** An encoder and the stream of a container that takes what it makes. Not thread-safe. */
final class EncodedStream implements AutoCloseable {
  private final AVFormatContext container;
  private final AVCodec codec;
  private final AVCodecContext context;
  private final AVStream stream;
  private final AVPacket packet;

  EncodedStream(AVFormatContext container, String encoder) {
    this.container = container;
    codec = Ffmpeg.notNull(avcodec_find_encoder_by_name(encoder), "encoder " + encoder);
    stream = Ffmpeg.notNull(avformat_new_stream(container, null), "stream");
    context = Ffmpeg.notNull(avcodec_alloc_context3(codec), "encoder");
    packet = Ffmpeg.notNull(av_packet_alloc(), "packet");
    context.thread_count(1).flags(AV_CODEC_FLAG_BITEXACT);
    if ((container.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
  }

  /** To be set up before {@link #open}. */
  AVCodecContext context() {
    return context;
  }

  AVStream stream() {
    return stream;
  }

  void open(AVDictionary options) {
    Ffmpeg.check(avcodec_open2(context, codec, options), "Opening the encoder");
    Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), context), "Describing it");
    stream.time_base(context.time_base());
  }

  /** Encodes a frame; null ends the stream. */
  void encode(@Nullable AVFrame frame) {
    Ffmpeg.check(avcodec_send_frame(context, frame), "Encoding");
    while (avcodec_receive_packet(context, packet) >= 0) {
      packet.stream_index(stream.index());
      av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      Ffmpeg.check(av_interleaved_write_frame(container, packet), "Writing a packet");
    }
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
