package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_TIMED_THUMBNAILS;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/** Looks into a container: reads its header and a few packets through ranges, never the whole object. */
public final class MediaProbe {
  /** An object that hands its bytes out one by one must not hold a thread for ever. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** A duration that leaves fewer bytes than this for a second is an error of the container. */
  private static final long LEAST_BYTES_PER_SECOND = 10;
  /** Faster is taken for a broken header. */
  private static final double GREATEST_FRAME_RATE = 300;

  private static final double GREATEST_PIXEL_ASPECT = 16;

  private MediaProbe() {}

  /**
   * Describes the default video stream.
   *
   * @param url a file path or an http(s) URL that serves ranges
   * @throws MediaException if this is no video that can be decoded: trying again gives the same
   * @throws IOException if reading failed in a way that may pass; an {@link InterruptedIOException}, with the thread's
   *     interrupt flag set, if the thread was interrupted
   */
  public static VideoInfo probe(String url) throws MediaException, IOException {
    return probe(url, MediaSettings.DEFAULT);
  }

  /** The same for a video that is read in a given way; one that claims larger pictures is rejected before any is allocated. */
  public static VideoInfo probe(String url, MediaSettings settings)
      throws MediaException, IOException {
    Interruption.startDeadline(LIMIT);
    try (MediaInput input = MediaInput.open(url, settings)) {
      AVStream stream = input.stream(videoStream(input));
      checkDecodable(stream);
      return describe(input, stream);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("Interrupted while probing").initCause(e);
    } finally {
      Interruption.endDeadline();
    }
  }

  private static VideoInfo describe(MediaInput input, AVStream stream)
      throws MediaException, IOException, InterruptedException {
    AVCodecParameters codec = stream.codecpar();
    long duration = duration(input, stream);
    Orientation orientation = orientation(codec);
    return new VideoInfo(
        input.container(),
        codecName(codec),
        Containers.mimeType(input.container(), brand(input), input.isWebm()),
        stream.index(),
        codec.width(),
        codec.height(),
        orientation.degrees(),
        pixelAspect(input, stream),
        frameRate(stream),
        start(input, stream),
        duration,
        input.sizeBytes(),
        hasAudio(input),
        SyncIndex.leadsToAnyTime(input, stream, duration),
        orientation.mirrored());
  }

  private static int videoStream(MediaInput input) throws MediaException {
    int best = av_find_best_stream(input.context(), AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (best >= 0 && isMotion(input.stream(best)) && isDefault(input.stream(best))) {
      return best;
    }
    int first = -1;
    for (int i = 0; i < input.context().nb_streams(); i++) {
      if (isMotion(input.stream(i))) {
        if (isDefault(input.stream(i))) {
          return i;
        }
        first = first < 0 ? i : first;
      }
    }
    if (first < 0) {
      throw new MediaException(
          FailureCode.NO_VIDEO_STREAM,
          "The container (" + input.container() + ") holds no video stream among its "
              + input.context().nb_streams());
    }
    return best >= 0 && isMotion(input.stream(best)) ? best : first;
  }

  /** Cover art is a video stream to FFmpeg. */
  private static boolean isMotion(AVStream stream) {
    int still = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS;
    return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
        && (stream.disposition() & still) == 0;
  }

  private static boolean isDefault(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
  }

  private static void checkDecodable(AVStream stream) throws MediaException {
    AVCodecParameters codec = stream.codecpar();
    if (avcodec_find_decoder(codec.codec_id()) == null) {
      throw new MediaException(
          FailureCode.CODEC_NOT_SUPPORTED, "There is no decoder for '" + codecName(codec) + "'");
    }
    if (codec.width() < 1 || codec.height() < 1) {
      throw new MediaException(
          FailureCode.NO_FRAMES,
          "No picture of the video stream (" + codecName(codec) + ") tells its size");
    }
  }

  private static String codecName(AVCodecParameters codec) {
    return avcodec_get_name(codec.codec_id()).getString();
  }

  private static String brand(MediaInput input) {
    AVDictionaryEntry brand = av_dict_get(input.context().metadata(), "major_brand", null, 0);
    return brand == null ? "" : brand.value().getString();
  }

  private static Orientation orientation(AVCodecParameters codec) {
    AVPacketSideData matrix = av_packet_side_data_get(
        codec.coded_side_data(), codec.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.size() < Orientation.MATRIX_LENGTH * Integer.BYTES) {
      return Orientation.UPRIGHT;
    }
    int[] values = new int[Orientation.MATRIX_LENGTH];
    new IntPointer(matrix.data()).get(values);
    return Orientation.of(values);
  }

  private static double pixelAspect(MediaInput input, AVStream stream) {
    return pixelAspect(av_guess_sample_aspect_ratio(input.context(), stream, (AVFrame) null));
  }

  /** Width of a pixel over its height; 1 where it is not told, or is nonsense. */
  static double pixelAspect(AVRational aspect) {
    double ratio = ratio(aspect);
    return ratio < 1 / GREATEST_PIXEL_ASPECT || ratio > GREATEST_PIXEL_ASPECT ? 1 : ratio;
  }

  private static double frameRate(AVStream stream) {
    double average = ratio(stream.avg_frame_rate());
    if (average > 0 && average <= GREATEST_FRAME_RATE) {
      return average;
    }
    double nominal = ratio(stream.r_frame_rate());
    return nominal > 0 && nominal <= GREATEST_FRAME_RATE ? nominal : 0;
  }

  private static double ratio(AVRational rational) {
    return rational.den() == 0 ? 0 : (double) rational.num() / rational.den();
  }

  private static long start(MediaInput input, AVStream stream) {
    if (stream.start_time() != AV_NOPTS_VALUE) {
      AVRational base = stream.time_base();
      return av_rescale(stream.start_time(), 1_000_000L * base.num(), base.den());
    }
    long start = input.context().start_time();
    return start == AV_NOPTS_VALUE ? 0 : start;
  }

  /**
   * What the container says of the video stream, else of all together, unless there are too few bytes for it: fragmented files are
   * known to claim days.
   */
  private static long duration(MediaInput input, AVStream stream) {
    AVRational base = stream.time_base();
    long micros = stream.duration() > 0
        ? av_rescale(stream.duration(), 1_000_000L * base.num(), base.den())
        : input.context().duration();
    long size = input.sizeBytes();
    boolean bogus =
        size > 0 && micros > 0 && (double) size * 1_000_000 / micros < LEAST_BYTES_PER_SECOND;
    return micros <= 0 || bogus ? -1 : micros;
  }

  private static boolean hasAudio(MediaInput input) {
    for (int i = 0; i < input.context().nb_streams(); i++) {
      if (input.stream(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
        return true;
      }
    }
    return false;
  }
}
