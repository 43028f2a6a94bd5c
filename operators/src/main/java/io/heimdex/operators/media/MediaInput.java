package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.schema.FailureCode;
import java.io.IOException;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;

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

  private final InputBytes bytes;
  private final AVFormatContext context;
  private final String head;
  private int packetFailures;
  private long skipped;

  private MediaInput(InputBytes bytes, AVFormatContext context, String head) {
    this.bytes = bytes;
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
    InputBytes bytes = InputBytes.open(url, settings);
    boolean done = false;
    try {
      MediaInput input = openContainer(bytes, settings);
      done = true;
      return input;
    } finally {
      if (!done) {
        bytes.close();
      }
    }
  }

  private static MediaInput openContainer(InputBytes bytes, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    String head = bytes.head(HEAD_BYTES);
    AVInputFormat format = recognise(bytes);
    AVFormatContext context = Ffmpeg.notNull(avformat_alloc_context(), "container context");
    context.pb(bytes.io()).max_streams(MAX_STREAMS).probesize(ANALYSED_BYTES);
    try (AVIOInterruptCB interrupt = Interruption.interruptCallback()) {
      context.interrupt_callback(interrupt);
    }
    // On failure it frees the context, but not our bytes.
    int result = avformat_open_input(context, "", format, null);
    if (result < 0) {
      bytes.throwIfFailed(result);
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
      bytes.throwIfFailed(result);
      Memory.check(result, "looking at the container's streams");
      PictureLimit.check(context, settings);
      done = true;
      return new MediaInput(bytes, context, head);
    } finally {
      if (!done) {
        avformat_close_input(context);
      }
    }
  }

  private static AVInputFormat recognise(InputBytes bytes)
      throws MediaException, IOException, InterruptedException {
    AVInputFormat format = new AVInputFormat(null);
    int score = av_probe_input_buffer2(bytes.io(), format, "", null, 0, PROBE_BYTES);
    Interruption.throwIfInterrupted();
    bytes.throwIfFailed(score);
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
    return bytes.size();
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
        bytes.throwIfFailed(result);
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
    bytes.throwIfFailed(result);
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
    bytes.throwIfFailed(result);
    return result >= 0;
  }

  @Override
  public void close() {
    avformat_close_input(context);
    bytes.close();
  }
}
