package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Shrinks frames of 8-bit planar YUV to blue, green and red, and looks at no more pixels than that needs.
 *
 * <p>The result is, bit for bit and on every processor, what OpenCV makes of such a frame on x86: swscale's conversion at full
 * size (BT.601, the chroma sample that covers the pixel, 16-bit arithmetic), then {@code cv::resize} with INTER_LINEAR. Hue
 * and saturation of dark pixels hang on the last bit of it. Not thread-safe.
 */
final class PlanarSampler {
  private final int sourceWidth;
  private final int sourceHeight;
  private final int format;
  private final SampleAxis columns;
  private final SampleAxis rows;
  private final YuvTables tables;
  private final byte[] luma;
  private final byte[] u;
  private final byte[] v;
  private final int[] upper;
  private final int[] lower;

  /** For frames like this one, to a size. */
  PlanarSampler(AVFrame frame, int width, int height) {
    sourceWidth = frame.width();
    sourceHeight = frame.height();
    format = frame.format();
    columns = SampleAxis.of(sourceWidth, width);
    rows = SampleAxis.of(sourceHeight, height);
    tables = isFullRange(format) ? YuvTables.FULL : YuvTables.LIMITED;
    luma = new byte[sourceWidth];
    u = new byte[(sourceWidth + 1) / 2];
    v = new byte[u.length];
    upper = new int[3 * width];
    lower = new int[3 * width];
  }

  static boolean supports(AVFrame frame) {
    boolean topDown = frame.linesize(0) > 0 && frame.linesize(1) > 0 && frame.linesize(2) > 0;
    return topDown
        && switch (frame.format()) {
          case AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUVJ422P ->
            true;
          default -> false;
        };
  }

  /** OpenCV knows of full range by the pixel format alone. */
  private static boolean isFullRange(int format) {
    return format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ422P;
  }

  boolean fits(AVFrame frame) {
    return frame.width() == sourceWidth
        && frame.height() == sourceHeight
        && frame.format() == format;
  }

  /** Shrinks a frame into {@code bgr}: rows from the top, without padding. */
  void sample(AVFrame frame, byte[] bgr) {
    boolean halfHeight = format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P;
    int chromaRows = halfHeight ? (sourceHeight + 1) / 2 : sourceHeight;
    Planes planes = new Planes(
        plane(frame, 0, sourceHeight),
        plane(frame, 1, chromaRows),
        plane(frame, 2, chromaRows),
        frame.linesize(0),
        frame.linesize(1),
        frame.linesize(2),
        halfHeight);
    for (int y = 0; y < rows.size(); y++) {
      int first = rows.first()[y];
      int weight = rows.weight()[y];
      sampleRow(planes, first, upper);
      if (weight != 0) {
        sampleRow(planes, first + 1, lower);
      }
      blend(weight, bgr, y * upper.length);
    }
  }

  private static ByteBuffer plane(AVFrame frame, int index, int planeRows) {
    return frame.data(index).capacity((long) planeRows * frame.linesize(index)).asByteBuffer();
  }

  private void blend(int weight, byte[] bgr, int offset) {
    int rest = SampleAxis.UNITY - weight;
    if (weight == 0) {
      for (int i = 0; i < upper.length; i++) {
        bgr[offset + i] = (byte) (((rest * (upper[i] >> 4) >> 16) + 2) >> 2);
      }
      return;
    }
    for (int i = 0; i < upper.length; i++) {
      int sum = (rest * (upper[i] >> 4) >> 16) + (weight * (lower[i] >> 4) >> 16);
      bgr[offset + i] = (byte) ((sum + 2) >> 2);
    }
  }

  /** Blends neighbours within a row; what comes out is 2048 times too large. */
  private void sampleRow(Planes planes, int row, int[] to) {
    planes.copyRow(row, luma, u, v);
    int[] first = columns.first();
    int[] weights = columns.weight();
    for (int i = 0, at = 0; i < first.length; i++, at += 3) {
      int x = first[i];
      int weight = weights[i];
      int y0 = tables.luma[luma[x] & 0xff];
      int u0 = u[x >> 1] & 0xff;
      int v0 = v[x >> 1] & 0xff;
      int blue = clamp(y0 + tables.blueOfU[u0]);
      int green = clamp(y0 + tables.greenOfU[u0] + tables.greenOfV[v0]);
      int red = clamp(y0 + tables.redOfV[v0]);
      if (weight == 0) {
        to[at] = blue * SampleAxis.UNITY;
        to[at + 1] = green * SampleAxis.UNITY;
        to[at + 2] = red * SampleAxis.UNITY;
      } else {
        int y1 = tables.luma[luma[x + 1] & 0xff];
        int u1 = u[(x + 1) >> 1] & 0xff;
        int v1 = v[(x + 1) >> 1] & 0xff;
        int rest = SampleAxis.UNITY - weight;
        to[at] = blue * rest + clamp(y1 + tables.blueOfU[u1]) * weight;
        to[at + 1] = green * rest + clamp(y1 + tables.greenOfU[u1] + tables.greenOfV[v1]) * weight;
        to[at + 2] = red * rest + clamp(y1 + tables.redOfV[v1]) * weight;
      }
    }
  }

  private static int clamp(int colour) {
    return Math.max(0, Math.min(255, colour));
  }

  private record Planes(
      ByteBuffer luma,
      ByteBuffer u,
      ByteBuffer v,
      int lumaStride,
      int strideOfU,
      int strideOfV,
      boolean halfHeight) {

    /** With rows of full chroma swscale takes every other one. */
    void copyRow(int row, byte[] toLuma, byte[] toU, byte[] toV) {
      int chromaRow = halfHeight ? row >> 1 : row & ~1;
      luma.get(row * lumaStride, toLuma, 0, toLuma.length);
      u.get(chromaRow * strideOfU, toU, 0, toU.length);
      v.get(chromaRow * strideOfV, toV, 0, toV.length);
    }
  }
}
