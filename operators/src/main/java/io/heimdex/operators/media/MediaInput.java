package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_read;
import static org.bytedeco.ffmpeg.global.avformat.avio_seek;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EIO;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.schema.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * An opened container. What it is, is told from its bytes alone, never from its name. Not thread-safe; every call may block
 * on the network, and ends early with an InterruptedException when the thread is interrupted.
 */
final class MediaInput implements AutoCloseable {
  /** Bytes looked at to recognise the container. */
  private static final int PROBE_BYTES = 1 << 20;
  /** FFmpeg's own bound below which it asks for more bytes: what stays below it at the end is a guess. */
  private static final int SURE_ENOUGH = 25;
  /** Consecutive packets that the demuxer may fail on before the rest of the file is given up. */
  private static final int MAX_FAILURES = 64;

  private static final int HEAD_BYTES = 64;
  /** Broadcasts carry some dozens; a container may claim millions. */
  private static final int MAX_STREAMS = 256;
  /** Read at most to learn what the streams are. */
  private static final long ANALYSED_BYTES = 5_000_000;

  private final AVIOContext io;
  private final AVFormatContext context;
  private final String head;
  private int packetFailures;
  private long skipped;

  private MediaInput(AVIOContext io, AVFormatContext context, String head) {
    this.io = io;
    this.context = context;
    this.head = head;
  }

  /**
   * Opens a container and learns its streams.
   *
   * @throws MediaException if the bytes are none of a video container
   * @throws IOException if reading failed
   */
  static MediaInput open(String url, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    Ffmpeg.prepare();
    Interruption.throwIfInterrupted();
    MediaSource.checkFile(url);
    AVIOContext io = openBytes(url, settings);
    boolean done = false;
    try {
      MediaInput input = openContainer(io, settings);
      done = true;
      return input;
    } finally {
      if (!done) {
        avio_closep(io);
      }
    }
  }

  private static AVIOContext openBytes(String url, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    AVIOContext io = new AVIOContext(null);
    AVDictionary options = MediaSource.options(url, settings);
    try (AVIOInterruptCB interrupt = Interruption.interruptCallback()) {
      int result = avio_open2(io, MediaSource.address(url), AVIO_FLAG_READ, interrupt, options);
      if (result < 0) {
        throwOpenFailure(result, url, settings);
      }
      return io;
    } finally {
      av_dict_free(options);
    }
  }

  /** FFmpeg has one error for all that can go wrong before a server's first answer. */
  private static void throwOpenFailure(int result, String url, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    if (result == AVERROR_EIO() && MediaSource.isEncrypted(url)) {
      throw new IOException(
          "The https server of the video can't be reached, or its certificate is not vouched for by "
              + (settings.caFile() == null
                  ? "an authority that the JDK trusts"
                  : settings.caFile()));
    }
    throwReadFailure(result);
  }

  private static MediaInput openContainer(AVIOContext io, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    String head = readHead(io);
    AVInputFormat format = recognise(io);
    AVFormatContext context = Ffmpeg.notNull(avformat_alloc_context(), "container context");
    context.pb(io).max_streams(MAX_STREAMS).probesize(ANALYSED_BYTES);
    try (AVIOInterruptCB interrupt = Interruption.interruptCallback()) {
      context.interrupt_callback(interrupt);
    }
    // On failure it frees the context, but not our bytes.
    int result = avformat_open_input(context, "", format, null);
    if (result < 0) {
      throwIfReadingFailed(io, result);
      Memory.check(result, "reading the container's header");
      throw new MediaException(
          FailureCode.NOT_A_VIDEO,
          "The bytes look like " + name(format) + ", but its header can't be read: "
              + Ffmpeg.message(result));
    }
    boolean done = false;
    try {
      PictureLimit.check(context, settings);
      result = PictureLimit.findStreams(context, settings);
      Interruption.throwIfInterrupted();
      throwIfReadingFailed(io, result);
      Memory.check(result, "looking at the container's streams");
      PictureLimit.check(context, settings);
      done = true;
      return new MediaInput(io, context, head);
    } finally {
      if (!done) {
        avformat_close_input(context);
      }
    }
  }

  private static String readHead(AVIOContext io)
      throws MediaException, IOException, InterruptedException {
    byte[] bytes = new byte[HEAD_BYTES];
    int length = avio_read(io, bytes, bytes.length);
    if (length < 0 && length != AVERROR_EOF()) {
      throwReadFailure(length);
    }
    if (length <= 0) {
      throw new MediaException(FailureCode.OBJECT_EMPTY, "The object has no bytes");
    }
    avio_seek(io, 0, 0);
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static AVInputFormat recognise(AVIOContext io)
      throws MediaException, IOException, InterruptedException {
    AVInputFormat format = new AVInputFormat(null);
    int score = av_probe_input_buffer2(io, format, "", null, 0, PROBE_BYTES);
    Interruption.throwIfInterrupted();
    throwIfReadingFailed(io, score);
    if (score < SURE_ENOUGH || format.isNull() || Containers.isText(name(format))) {
      throw new MediaException(
          FailureCode.NOT_A_VIDEO, "The bytes are those of no known media container");
    }
    if (!Containers.isVideo(name(format))) {
      throw new MediaException(
          FailureCode.CONTAINER_NOT_ACCEPTED,
          "The bytes are " + name(format) + ", which is no container of video files");
    }
    return format;
  }

  private static String name(AVInputFormat format) {
    return format.name().getString();
  }

  AVFormatContext context() {
    return context;
  }

  String container() {
    return name(context.iformat());
  }

  /** Whether a Matroska file calls itself WebM. */
  boolean isWebm() {
    return head.toLowerCase(Locale.ROOT).contains("webm");
  }

  /** -1 where unknown. */
  long sizeBytes() {
    long size = avio_size(io);
    return size > 0 ? size : -1;
  }

  AVStream stream(int index) {
    return context.streams(index);
  }

  /** Lets the demuxer skip the packets of all other streams. */
  void readOnly(int streamIndex) {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (i != streamIndex) {
        stream(i).discard(AVDISCARD_ALL);
      }
    }
  }

  /** Reads the next packet of a stream; false at the end. Damaged packets are skipped. */
  boolean read(AVPacket packet, int streamIndex)
      throws MediaException, IOException, InterruptedException {
    while (true) {
      Interruption.throwIfInterrupted();
      int result = av_read_frame(context, packet);
      if (result >= 0) {
        // It may hold no more than what came before the connection broke.
        throwIfReadingFailed(io, result);
        skipped += packetFailures;
        packetFailures = 0;
        Pulse.packet();
        if (packet.stream_index() == streamIndex) {
          return true;
        }
        av_packet_unref(packet);
      } else if (ended(result)) {
        return false;
      }
    }
  }

  /** Packets that the demuxer failed on, with others behind them: not those that a file lacks at its end. */
  long skipped() {
    return skipped;
  }

  private boolean ended(int result) throws MediaException, IOException, InterruptedException {
    throwIfReadingFailed(io, result);
    Memory.check(result, "reading a packet");
    if (result == AVERROR_EOF()) {
      return true;
    }
    if (result != AVERROR_EAGAIN()) {
      packetFailures++;
    }
    return packetFailures > MAX_FAILURES;
  }

  /** Goes to the last sync frame at or before a time, as far as the index tells; false if there is none. */
  boolean seek(int streamIndex, long timestamp)
      throws MediaException, IOException, InterruptedException {
    int result = av_seek_frame(context, streamIndex, timestamp, AVSEEK_FLAG_BACKWARD);
    Interruption.throwIfInterrupted();
    throwIfReadingFailed(io, result);
    return result >= 0;
  }

  /** Demuxers take a failed read for the end of the file: that must not shorten a video. */
  private static void throwIfReadingFailed(AVIOContext io, int result)
      throws MediaException, IOException, InterruptedException {
    if (io.error() < 0 && io.error() != AVERROR_EOF()) {
      throwReadFailure(io.error());
    }
    if (result == AVERROR_EXIT()) {
      throwReadFailure(result);
    }
    throwIfCutOff(io);
  }

  /** To FFmpeg's HTTP client a connection that the other side closes too early can look like the end of the file. */
  private static void throwIfCutOff(AVIOContext io) throws IOException {
    if (io.eof_reached() == 0) {
      return;
    }
    long size = avio_size(io);
    if (size > 0 && io.pos() < size) {
      throw new IOException("Reading ended at byte " + io.pos() + " of " + size
          + "; expected all of it: the connection broke");
    }
  }

  private static void throwReadFailure(int error)
      throws MediaException, IOException, InterruptedException {
    if (error == AVERROR_EXIT()) {
      Interruption.throwIfInterrupted();
      throw new IOException("Reading the video took too long, and was given up");
    }
    throw MediaSource.failure(error);
  }

  @Override
  public void close() {
    avformat_close_input(context);
    avio_closep(io);
  }
}
