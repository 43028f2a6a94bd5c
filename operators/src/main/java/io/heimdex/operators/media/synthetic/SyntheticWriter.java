package io.heimdex.operators.media.synthetic;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.media.Orientation;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** Encodes pictures and a tone into a container. Not thread-safe. */
final class SyntheticWriter implements AutoCloseable {
  static {
    Ffmpeg.prepare();
  }

  private final SyntheticSettings settings;
  private final AVFormatContext container;
  private final AVIOContext io;
  private final PictureTrack pictures;
  private final @Nullable Tone tone;
  private long frames;

  SyntheticWriter(Path file, SyntheticSettings settings) throws IOException {
    this.settings = settings;
    container = new AVFormatContext(null);
    io = new AVIOContext(null);
    if (avformat_alloc_output_context2(container, null, null, file.toString()) < 0) {
      throw new IOException("The ending of '" + file + "' names no container of FFmpeg");
    }
    if (avio_open(io, "file:" + file, AVIO_FLAG_WRITE) < 0) {
      avformat_free_context(container);
      throw new IOException("'" + file + "' can't be written");
    }
    container.pb(io).flags(container.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    pictures = new PictureTrack(container, settings);
    tone = settings.sound() ? new Tone(container, file.toString().endsWith(".webm")) : null;
    writeHeader();
  }

  private void writeHeader() {
    if (!settings.orientation().equals(Orientation.UPRIGHT)) {
      tell(settings.orientation(), pictures.stream().codecpar());
    }
    AVDictionary options = new AVDictionary(null);
    if (settings.fragmented()) {
      av_dict_set(options, "movflags", "frag_keyframe+empty_moov", 0);
    }
    try {
      Ffmpeg.check(avformat_write_header(container, options), "Writing the header");
    } finally {
      av_dict_free(options);
    }
  }

  private static void tell(Orientation orientation, AVCodecParameters parameters) {
    AVPacketSideData list = new AVPacketSideData(null);
    try (IntPointer count = new IntPointer(1).put(0)) {
      AVPacketSideData matrix = Ffmpeg.notNull(
          av_packet_side_data_new(
              list,
              count,
              AV_PKT_DATA_DISPLAYMATRIX,
              (long) Orientation.MATRIX_LENGTH * Integer.BYTES,
              0),
          "side data");
      new IntPointer(matrix.data()).put(orientation.matrix());
      parameters.coded_side_data(list).nb_coded_side_data(count.get());
    }
  }

  /** Adds the next picture, and the sound until then. */
  void write(RgbImage picture) {
    if (tone != null) {
      tone.writeUntil(seconds(frames));
    }
    pictures.write(picture, settings.tick(frames), settings.tick(frames + 1));
    frames++;
  }

  private double seconds(long frame) {
    return (double) settings.tick(frame) / settings.framesPerSecond();
  }

  /** Ends the file, which is no video before. */
  void finish() {
    if (tone != null) {
      tone.writeUntil(seconds(frames));
      tone.finish();
    }
    pictures.finish();
    Ffmpeg.check(av_write_trailer(container), "Writing the trailer");
  }

  @Override
  public void close() {
    pictures.close();
    if (tone != null) {
      tone.close();
    }
    avformat_free_context(container);
    avio_closep(io);
  }
}
