package io.heimdex.operators.media.synthetic;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.operators.image.RgbImage;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/** The pictures of a synthetic video. Not thread-safe. */
final class PictureTrack implements AutoCloseable {
  private static final double BITS_PER_PIXEL = 0.12;
  private static final int UNITY = 1 << 16;
  /** On FFmpeg's scale of quantisers times 118: fine enough for edges to stay edges. */
  private static final int JPEG_QUALITY = 3 * 118;

  private final EncodedStream stream;
  private final SwsContext toYuv;
  private final AVFrame rgb;
  private final AVFrame yuv;

  PictureTrack(AVFormatContext container, SyntheticSettings settings) {
    stream = new EncodedStream(container, settings.codec().encoder());
    int width = settings.codedWidth();
    int height = settings.codedHeight();
    boolean fullRange = settings.codec() == SyntheticCodec.MJPEG;
    describe(stream.context(), settings, fullRange);
    open(settings);
    toYuv = Ffmpeg.notNull(
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_RGB24,
            width,
            height,
            AV_PIX_FMT_YUV420P,
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT,
            null,
            null,
            (DoublePointer) null),
        "scaler");
    sws_setColorspaceDetails(
        toYuv,
        sws_getCoefficients(SWS_CS_DEFAULT),
        1,
        sws_getCoefficients(SWS_CS_DEFAULT),
        fullRange ? 1 : 0,
        0,
        UNITY,
        UNITY);
    rgb = frame(AV_PIX_FMT_RGB24, width, height);
    yuv = frame(AV_PIX_FMT_YUV420P, width, height);
    yuv.quality(JPEG_QUALITY);
  }

  private static void describe(
      AVCodecContext context, SyntheticSettings settings, boolean fullRange) {
    context
        .width(settings.codedWidth())
        .height(settings.codedHeight())
        .pix_fmt(AV_PIX_FMT_YUV420P)
        .color_range(fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG)
        .time_base(av_make_q(1, settings.framesPerSecond()))
        .framerate(av_make_q(settings.framesPerSecond(), 1))
        .gop_size(settings.groupOfPictures())
        .max_b_frames(settings.bFrames())
        .sample_aspect_ratio(av_make_q(settings.aspectWidth(), settings.aspectHeight()))
        .bit_rate(Math.max(200_000, (long)
            (BITS_PER_PIXEL * settings.framesPerSecond() * settings.width() * settings.height())));
  }

  private void open(SyntheticSettings settings) {
    AVDictionary options = new AVDictionary(null);
    switch (settings.codec()) {
      case H264 -> av_dict_set(options, "allow_skip_frames", "0", 0);
      case VP8, VP9 -> {
        av_dict_set(options, "deadline", "realtime", 0);
        av_dict_set(options, "cpu-used", "8", 0);
        av_dict_set(options, "auto-alt-ref", "0", 0);
      }
      case MJPEG -> {
        // Else its rate control makes mush of small pictures.
        stream.context().flags(stream.context().flags() | AV_CODEC_FLAG_QSCALE);
        stream.context().global_quality(JPEG_QUALITY);
      }
      case MPEG4, MPEG2 -> {}
    }
    try {
      stream.open(options);
    } finally {
      av_dict_free(options);
    }
    stream.stream().sample_aspect_ratio(stream.context().sample_aspect_ratio());
    stream.stream().avg_frame_rate(stream.context().framerate());
  }

  private static AVFrame frame(int format, int width, int height) {
    AVFrame frame = Ffmpeg.notNull(av_frame_alloc(), "frame");
    frame.format(format).width(width).height(height);
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "Allocating a picture");
    return frame;
  }

  AVStream stream() {
    return stream.stream();
  }

  /** Adds a picture, shown from one tick to another. */
  void write(RgbImage picture, long tick, long endTick) {
    int row = 3 * picture.width();
    for (int y = 0; y < picture.height(); y++) {
      rgb.data(0).position((long) y * rgb.linesize(0)).put(picture.rgb(), y * row, row);
    }
    Ffmpeg.check(av_frame_make_writable(yuv), "Allocating a picture");
    sws_scale(toYuv, rgb.data(), rgb.linesize(), 0, picture.height(), yuv.data(), yuv.linesize());
    yuv.pts(tick).duration(endTick - tick);
    stream.encode(yuv);
  }

  void finish() {
    stream.encode(null);
  }

  @Override
  public void close() {
    av_frame_free(rgb);
    av_frame_free(yuv);
    sws_freeContext(toYuv);
    stream.close();
  }
}
