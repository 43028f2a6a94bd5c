package io.heimdex.local.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOFILE;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** A file that takes packets of one video after another. Not thread-safe. */
final class CopyTarget implements AutoCloseable {
  private static final AVRational MICROS = new AVRational().num(1).den(1_000_000);

  private final Path file;
  private final AVFormatContext container;
  private final AVIOContext io;
  private final List<Track> tracks = new ArrayList<>();
  private long endMicros;
  private long packets;
  private int group;
  private int longestGroup;

  private CopyTarget(Path file, AVFormatContext container, AVIOContext io) {
    this.file = file;
    this.container = container;
    this.io = io;
  }

  static CopyTarget create(Path file) throws IOException {
    Ffmpeg.prepare();
    AVFormatContext container = new AVFormatContext(null);
    if (avformat_alloc_output_context2(container, null, null, file.toString()) < 0
        || (container.oformat().flags() & AVFMT_NOFILE) != 0) {
      throw new IOException("The ending of '" + file + "' names no container of FFmpeg");
    }
    AVIOContext io = new AVIOContext(null);
    if (avio_open(io, "file:" + file, AVIO_FLAG_WRITE) < 0) {
      avformat_free_context(container);
      throw new IOException("'" + file + "' can't be written");
    }
    container.pb(io).flags(container.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    return new CopyTarget(file, container, io);
  }

  /** The end of what was written. */
  long endMicros() {
    return endMicros;
  }

  /** Copies the packets that begin before {@code longestMicros}, until there are {@code mostBytes} of them. */
  void append(CopySource source, long longestMicros, long mostBytes) throws IOException {
    List<AVStream> streams = source.streams();
    if (tracks.isEmpty()) {
      begin(source, streams);
    } else {
      requireSame(source, streams);
    }
    long offset = endMicros - source.startMicros();
    long end = endMicros + longestMicros;
    long bytes = 0;
    for (AVPacket packet = source.next();
        packet != null && bytes < mostBytes;
        packet = source.next()) {
      int track = streams.indexOf(source.stream(packet));
      if (track >= 0 && startMicros(packet, source) + offset < end) {
        bytes += packet.size();
        write(packet, source.stream(packet), tracks.get(track), offset);
      }
    }
  }

  private static long startMicros(AVPacket packet, CopySource source) {
    long time = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    return time == AV_NOPTS_VALUE
        ? 0
        : CopySource.micros(time, source.stream(packet).time_base());
  }

  private void begin(CopySource source, List<AVStream> streams) throws IOException {
    for (AVStream stream : streams) {
      AVStream copy = Ffmpeg.notNull(avformat_new_stream(container, null), "stream");
      Ffmpeg.check(avcodec_parameters_copy(copy.codecpar(), stream.codecpar()), "Describing it");
      // The tag is that of the source's container.
      copy.codecpar().codec_tag(0);
      copy.time_base(stream.time_base());
      copy.avg_frame_rate(stream.avg_frame_rate());
      tracks.add(new Track(copy));
    }
    int result = avformat_write_header(container, (AVDictionary) null);
    if (result < 0) {
      tracks.clear();
      throw new IOException("The container of " + file + " takes not the streams of "
          + source.file() + ": " + Ffmpeg.message(result));
    }
  }

  private void requireSame(CopySource source, List<AVStream> streams) throws IOException {
    boolean same = streams.size() == tracks.size();
    for (int i = 0; same && i < streams.size(); i++) {
      same = isSame(tracks.get(i).stream.codecpar(), streams.get(i).codecpar());
    }
    if (!same) {
      throw new IOException(
          "The streams of " + source.file() + " are not those of the first video in " + file
              + "; only videos of the same encoder and settings can be joined without decoding");
    }
  }

  private static boolean isSame(AVCodecParameters first, AVCodecParameters second) {
    return first.codec_id() == second.codec_id()
        && first.width() == second.width()
        && first.height() == second.height()
        && first.sample_rate() == second.sample_rate()
        && Arrays.equals(extradata(first), extradata(second));
  }

  private static byte[] extradata(AVCodecParameters parameters) {
    byte[] bytes = new byte[parameters.extradata_size()];
    BytePointer pointer = parameters.extradata();
    if (bytes.length > 0) {
      pointer.get(bytes);
    }
    return bytes;
  }

  private void write(AVPacket packet, AVStream from, Track track, long offsetMicros) {
    AVRational base = track.stream.time_base();
    packet.pts(time(packet.pts(), from, base, offsetMicros));
    packet.dts(time(packet.dts(), from, base, offsetMicros));
    packet.duration(av_rescale_q(packet.duration(), from.time_base(), base));
    if (packet.dts() != AV_NOPTS_VALUE) {
      // Where two videos meet, rounding may put one packet on the time of another.
      packet.dts(Math.max(packet.dts(), track.lastDts + 1));
      track.lastDts = packet.dts();
      if (packet.pts() != AV_NOPTS_VALUE) {
        packet.pts(Math.max(packet.pts(), packet.dts()));
      }
    }
    if (track == leader()) {
      count(packet);
    }
    if (packet.pts() != AV_NOPTS_VALUE && track == leader()) {
      endMicros = Math.max(endMicros, CopySource.micros(packet.pts() + packet.duration(), base));
    }
    packet.stream_index(track.stream.index());
    packet.pos(-1);
    // What a container refuses of a damaged video is left out.
    av_interleaved_write_frame(container, packet);
  }

  private static long time(long time, AVStream from, AVRational base, long offsetMicros) {
    return time == AV_NOPTS_VALUE
        ? time
        : av_rescale_q(time, from.time_base(), base) + av_rescale_q(offsetMicros, MICROS, base);
  }

  private void count(AVPacket packet) {
    packets++;
    group = (packet.flags() & AV_PKT_FLAG_KEY) == 0 ? group + 1 : 1;
    longestGroup = Math.max(longestGroup, group);
  }

  /** What was written so far. */
  StreamCopy.Copied copied() {
    return new StreamCopy.Copied(Duration.ofNanos(endMicros * 1000), packets, longestGroup);
  }

  /** Whose end is where the next video begins: pictures follow each other without a gap, sound may overlap a little. */
  private Track leader() {
    return tracks.stream().filter(Track::isVideo).findFirst().orElse(tracks.get(0));
  }

  /** Ends the file, which is no video before. */
  void finish() throws IOException {
    int result = tracks.isEmpty() ? 0 : av_write_trailer(container);
    if (result < 0) {
      throw new IOException("The end of " + file + " can't be written: " + Ffmpeg.message(result));
    }
  }

  @Override
  public void close() {
    avformat_free_context(container);
    avio_closep(io);
  }

  private static final class Track {
    final AVStream stream;
    long lastDts = Long.MIN_VALUE / 2;

    Track(AVStream stream) {
      this.stream = stream;
    }

    boolean isVideo() {
      return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO;
    }
  }
}
