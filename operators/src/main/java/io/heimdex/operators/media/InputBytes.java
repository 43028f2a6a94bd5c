package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_read;
import static org.bytedeco.ffmpeg.global.avformat.avio_seek;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EIO;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.heimdex.schema.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * The bytes of a video. Whatever fails while they are read must show: FFmpeg's demuxers take it for damage or for the end of the
 * file. Not thread-safe.
 */
final class InputBytes implements AutoCloseable {
  private final AVIOContext io;
  /** As the first answer told it: in FFmpeg's HTTP client a refusal's own length takes its place. -1 where unknown. */
  private final long size;

  private InputBytes(AVIOContext io) {
    this.io = io;
    long told = avio_size(io);
    size = told > 0 ? told : -1;
    SeekFailures.watch(io, size);
  }

  /** @throws IOException if there is no answer, or one that may be another later */
  static InputBytes open(String url, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    AVIOContext io = new AVIOContext(null);
    AVDictionary options = MediaSource.options(url, settings);
    try (AVIOInterruptCB interrupt = Interruption.interruptCallback()) {
      int result = avio_open2(io, MediaSource.address(url), AVIO_FLAG_READ, interrupt, options);
      if (result < 0) {
        throwOpenFailure(result, url, settings);
      }
      return new InputBytes(io);
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

  AVIOContext io() {
    return io;
  }

  /** -1 where unknown. */
  long size() {
    return size;
  }

  /** The first bytes, as text; reading begins before them. */
  String head(int most) throws MediaException, IOException, InterruptedException {
    byte[] bytes = new byte[most];
    int length = avio_read(io, bytes, bytes.length);
    if (length < 0 && length != AVERROR_EOF()) {
      throwReadFailure(length);
    }
    throwIfFailed(length);
    if (length <= 0) {
      throw new MediaException(FailureCode.OBJECT_EMPTY, "The object has no bytes");
    }
    avio_seek(io, 0, 0);
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Demuxers take a failed read for the end of the file or for damage: that must not shorten a video. */
  void throwIfFailed(int result) throws MediaException, IOException, InterruptedException {
    if (io.error() < 0 && io.error() != AVERROR_EOF()) {
      throwReadFailure(io.error());
    }
    if (result == AVERROR_EXIT()) {
      throwReadFailure(result);
    }
    if (io.eof_reached() != 0 && io.pos() < size) {
      throw new IOException("Reading the video ended at byte " + io.pos() + "; expected " + size
          + " bytes: the connection broke, and the server refused another");
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
    SeekFailures.forget(io);
    avio_closep(io);
  }
}
