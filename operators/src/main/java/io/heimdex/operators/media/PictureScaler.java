package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_init_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.operators.image.YuvImage;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * Brings frames of any size, pixel format and colour description to one size and format. What a frame becomes
 * depends on that frame alone: of an interlaced one, only the top field is looked at. Not thread-safe.
 */
final class PictureScaler implements AutoCloseable {
  /** From this height on, a stream that does not tell its colours is taken to have those of HDTV (BT.709), below of SDTV (BT.601). */
  private static final int LEAST_HD_HEIGHT = 720;

  private static final int UNITY = 1 << 16;

  /** How colours are understood. */
  enum Colours {
    /** As the stream describes them. */
    DESCRIBED,
    /** As OpenCV has them: BT.601 whatever the stream says. */
    AS_OPENCV
  }

  /** @param height of the picture, or of one of its fields */
  private record Source(int width, int height, int format, int matrix, boolean fullRange) {}

  private final int format;
  private final int bytesPerPixel;
  private final int flags;
  private final Colours colours;
  private final AVFrame target;
  private final IntPointer strides = new IntPointer(AVFrame.AV_NUM_DATA_POINTERS);
  private @Nullable SwsContext context;
  private @Nullable Source source;

  /**
   * To one size and format.
   *
   * @param format a packed pixel format of full range, or YUV420P, which comes out in full range and the frame's own matrix
   * @param bytesPerPixel of a packed format
   * @param flags swscale's
   */
  PictureScaler(int width, int height, int format, int bytesPerPixel, int flags, Colours colours) {
    this.format = format;
    this.bytesPerPixel = bytesPerPixel;
    this.flags = flags;
    this.colours = colours;
    target = Ffmpeg.notNull(av_frame_alloc(), "frame");
    target.format(format).width(width).height(height);
    Ffmpeg.check(av_frame_get_buffer(target, 0), "Allocating " + width + "x" + height);
  }

  int width() {
    return target.width();
  }

  int height() {
    return target.height();
  }

  /** Scales a frame into {@code pixels}: rows from the top, without padding. For packed formats. */
  void scale(AVFrame frame, byte[] pixels) {
    scale(frame);
    copy(0, bytesPerPixel * width(), height(), pixels);
  }

  /** Scales a frame into planes of 4:2:0, as {@code YUV420P} has them. */
  void scale(AVFrame frame, byte[] y, byte[] u, byte[] v) {
    scale(frame);
    int columns = YuvImage.half(width());
    copy(0, width(), height(), y);
    copy(1, columns, YuvImage.half(height()), u);
    copy(2, columns, YuvImage.half(height()), v);
  }

  private void scale(AVFrame frame) {
    // Every other row of a frame that was taken in two fields shows another moment.
    int rowStep = isInterlaced(frame) ? 2 : 1;
    int rows = (frame.height() + rowStep - 1) / rowStep;
    prepare(frame, rows);
    for (int plane = 0; plane < AVFrame.AV_NUM_DATA_POINTERS; plane++) {
      strides.put(plane, rowStep * frame.linesize(plane));
    }
    Ffmpeg.check(
        sws_scale(context, frame.data(), strides, 0, rows, target.data(), target.linesize()),
        "Scaling a frame");
  }

  private void copy(int plane, int row, int rows, byte[] pixels) {
    int stride = target.linesize(plane);
    var from = target.data(plane);
    if (stride == row) {
      from.position(0).get(pixels, 0, row * rows);
      return;
    }
    for (int y = 0; y < rows; y++) {
      from.position((long) y * stride).get(pixels, y * row, row);
    }
  }

  private boolean isInterlaced(AVFrame frame) {
    return colours == Colours.DESCRIBED && (frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0;
  }

  private void prepare(AVFrame frame, int rows) {
    Source now =
        new Source(frame.width(), rows, plain(frame.format()), matrix(frame), isFullRange(frame));
    if (now.equals(source)) {
      return;
    }
    free();
    SwsContext scaler = Ffmpeg.notNull(sws_alloc_context(), "scaler");
    context = scaler;
    // Ranges are told before it is made: else it would copy what needs no other size.
    scaler
        .src_w(now.width())
        .src_h(now.height())
        .src_format(now.format())
        .src_range(now.fullRange() ? 1 : 0)
        .dst_w(width())
        .dst_h(height())
        .dst_format(format)
        .dst_range(1)
        .flags(flags);
    Ffmpeg.check(sws_init_context(scaler, null, null), "Making a scaler from " + now);
    // Fails for formats without such a choice, as RGB.
    sws_setColorspaceDetails(
        context,
        sws_getCoefficients(now.matrix()),
        now.fullRange() ? 1 : 0,
        sws_getCoefficients(now.matrix()),
        1,
        0,
        UNITY,
        UNITY);
    source = now;
  }

  /** By which matrix a frame's colours are understood: one of FFmpeg's AVCOL_SPC. */
  int matrix(AVFrame frame) {
    if (colours == Colours.AS_OPENCV) {
      return AVCOL_SPC_SMPTE170M;
    }
    int matrix = frame.colorspace();
    if (matrix == AVCOL_SPC_UNSPECIFIED || matrix == AVCOL_SPC_RGB) {
      if (DisplayColours.areOfUltraHd(frame)) {
        return AVCOL_SPC_BT2020_NCL;
      }
      return frame.height() < LEAST_HD_HEIGHT ? AVCOL_SPC_SMPTE170M : AVCOL_SPC_BT709;
    }
    return matrix;
  }

  private static boolean isFullRange(AVFrame frame) {
    return frame.color_range() == AVCOL_RANGE_JPEG || plain(frame.format()) != frame.format();
  }

  /** The formats that imply full range are out of use; their plain twins with the range told do the same. */
  private static int plain(int format) {
    return switch (format) {
      case AV_PIX_FMT_YUVJ420P -> AV_PIX_FMT_YUV420P;
      case AV_PIX_FMT_YUVJ422P -> AV_PIX_FMT_YUV422P;
      case AV_PIX_FMT_YUVJ440P -> AV_PIX_FMT_YUV440P;
      case AV_PIX_FMT_YUVJ444P -> AV_PIX_FMT_YUV444P;
      default -> format;
    };
  }

  private void free() {
    if (context != null) {
      sws_freeContext(context);
      context = null;
      source = null;
    }
  }

  @Override
  public void close() {
    free();
    strides.close();
    av_frame_free(target);
  }
}
