package io.heimdex.local.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** The packets of a video file. Not thread-safe. */
final class CopySource implements AutoCloseable {
  private final Path file;
  private final AVFormatContext container;
  private final AVPacket packet;

  private CopySource(Path file, AVFormatContext container) {
    this.file = file;
    this.container = container;
    this.packet = Ffmpeg.notNull(av_packet_alloc(), "packet");
  }

  static CopySource open(Path file) throws IOException {
    Ffmpeg.prepare();
    AVFormatContext container = new AVFormatContext(null);
    int result = avformat_open_input(container, "file:" + file, null, (AVDictionary) null);
    if (result < 0) {
      throw new IOException(file + " can't be opened: " + Ffmpeg.message(result));
    }
    result = avformat_find_stream_info(container, (AVDictionary) null);
    if (result < 0) {
      avformat_close_input(container);
      throw new IOException("The streams of " + file + " can't be read: " + Ffmpeg.message(result));
    }
    return new CopySource(file, container);
  }

  Path file() {
    return file;
  }

  /** Those of pictures and sound, in their order. */
  List<AVStream> streams() {
    List<AVStream> streams = new ArrayList<>();
    for (int i = 0; i < container.nb_streams(); i++) {
      int type = container.streams(i).codecpar().codec_type();
      if (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO) {
        streams.add(container.streams(i));
      }
    }
    return streams;
  }

  AVStream stream(AVPacket of) {
    return container.streams(of.stream_index());
  }

  /** When the video begins, by its own clock. */
  long startMicros() {
    return container.start_time() == AV_NOPTS_VALUE ? 0 : container.start_time();
  }

  /** The next packet, valid until the next call; null after the last that can be read. */
  @org.jspecify.annotations.Nullable
  AVPacket next() {
    av_packet_unref(packet);
    return av_read_frame(container, packet) < 0 ? null : packet;
  }

  static long micros(long time, AVRational base) {
    return av_rescale(time, 1_000_000L * base.num(), base.den());
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avformat_close_input(container);
  }
}
