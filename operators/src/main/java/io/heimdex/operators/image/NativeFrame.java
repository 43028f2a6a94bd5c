package io.heimdex.operators.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
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
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/** A picture in FFmpeg's memory, freed by {@link #close()}. Not thread-safe. */
final class NativeFrame implements AutoCloseable {
  /** The same pixels on every processor, chroma at full resolution: pictures must not depend on the machine. */
  private static final int SCALE_FLAGS =
      SWS_BICUBIC | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_ACCURATE_RND | SWS_BITEXACT;

  private final AVFrame frame;

  private NativeFrame(AVFrame frame) {
    this.frame = frame;
  }

  /** Without pixels: for a decoder to fill. */
  static NativeFrame empty() {
    return new NativeFrame(Ffmpeg.notNull(av_frame_alloc(), "frame"));
  }

  /** With pixels yet to be written; YUV is that of JPEG: BT.601, full range. */
  static NativeFrame allocate(int pixelFormat, int width, int height) {
    NativeFrame image = empty();
    try {
      image
          .frame
          .format(pixelFormat)
          .width(width)
          .height(height)
          .color_range(AVCOL_RANGE_JPEG)
          .colorspace(pixelFormat == AV_PIX_FMT_YUV420P ? AVCOL_SPC_BT470BG : AVCOL_SPC_RGB);
      Ffmpeg.check(av_frame_get_buffer(image.frame, 0), "Allocating " + width + "x" + height);
      return image;
    } catch (RuntimeException e) {
      image.close();
      throw e;
    }
  }

  static NativeFrame of(RgbImage source) {
    NativeFrame image = allocate(AV_PIX_FMT_RGB24, source.width(), source.height());
    BytePointer pixels = image.frame.data(0);
    int row = 3 * source.width();
    for (int y = 0; y < source.height(); y++) {
      pixels.position((long) y * image.frame.linesize(0)).put(source.rgb(), y * row, row);
    }
    return image;
  }

  static NativeFrame of(YuvImage source) {
    NativeFrame image = allocate(AV_PIX_FMT_YUV420P, source.width(), source.height());
    int columns = YuvImage.half(source.width());
    image.put(0, source.y(), source.width());
    image.put(1, source.u(), columns);
    image.put(2, source.v(), columns);
    return image;
  }

  private void put(int plane, byte[] pixels, int row) {
    BytePointer rows = frame.data(plane);
    for (int y = 0; y < pixels.length / row; y++) {
      rows.position((long) y * frame.linesize(plane)).put(pixels, y * row, row);
    }
  }

  AVFrame frame() {
    return frame;
  }

  /** Replaces the formats that imply full range, which swscale warns about, by their plain twins and the range. */
  void describeRange() {
    int plain = switch (frame.format()) {
      case AV_PIX_FMT_YUVJ420P -> AV_PIX_FMT_YUV420P;
      case AV_PIX_FMT_YUVJ422P -> AV_PIX_FMT_YUV422P;
      case AV_PIX_FMT_YUVJ440P -> AV_PIX_FMT_YUV440P;
      case AV_PIX_FMT_YUVJ444P -> AV_PIX_FMT_YUV444P;
      default -> frame.format();
    };
    if (plain != frame.format()) {
      frame.format(plain).color_range(AVCOL_RANGE_JPEG).colorspace(AVCOL_SPC_BT470BG);
    }
  }

  /** Converts colours and size in one pass, as the two frames' own descriptions demand. */
  NativeFrame convert(int pixelFormat, int width, int height) {
    NativeFrame target = allocate(pixelFormat, width, height);
    SwsContext context = Ffmpeg.notNull(sws_alloc_context(), "scaler");
    try {
      // Catmull-Rom (a = -0.5), widened when shrinking: what Pillow and the preprocessing of image
      // models call bicubic.
      context.flags(SCALE_FLAGS).scaler_params(0, 0).scaler_params(1, 0.5);
      Ffmpeg.check(
          sws_scale_frame(context, target.frame, frame),
          "Scaling " + frame.width() + "x" + frame.height() + " to " + width + "x" + height);
      return target;
    } catch (RuntimeException e) {
      target.close();
      throw e;
    } finally {
      sws_free_context(context);
    }
  }

  /** Copies the pixels out. The frame must be RGB24. */
  RgbImage toRgb() {
    int row = 3 * frame.width();
    byte[] rgb = new byte[row * frame.height()];
    BytePointer pixels = frame.data(0);
    for (int y = 0; y < frame.height(); y++) {
      pixels.position((long) y * frame.linesize(0)).get(rgb, y * row, row);
    }
    return new RgbImage(frame.width(), frame.height(), rgb);
  }

  @Override
  public void close() {
    av_frame_free(frame);
  }
}
