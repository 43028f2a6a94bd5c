package io.heimdex.operators.media;

import static io.heimdex.operators.media.YuvTables.FIELD;
import static io.heimdex.operators.media.YuvTables.FIELD_MASK;
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
  /** Bits that are left of a field when its lowest four are dropped. */
  private static final int BLENDED = FIELD_MASK >> 4;

  private final int sourceWidth;
  private final int sourceHeight;
  private final int format;
  private final SampleAxis columns;
  private final SampleAxis rows;
  private final YuvTables tables;
  private final byte[] luma;
  private final byte[] u;
  private final byte[] v;
  private final long[] upper;
  private final long[] lower;

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
    upper = new long[width];
    lower = new long[width];
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
      blend(weight, bgr, 3 * y * upper.length);
    }
  }

  private static ByteBuffer plane(AVFrame frame, int index, int planeRows) {
    return frame.data(index).capacity((long) planeRows * frame.linesize(index)).asByteBuffer();
  }

  private void blend(int weight, byte[] bgr, int offset) {
    int rest = SampleAxis.UNITY - weight;
    for (int i = 0, at = offset; i < upper.length; i++, at += 3) {
      long above = upper[i];
      long below = lower[i];
      bgr[at] = blend(above, rest, below, weight);
      bgr[at + 1] = blend(above >>> FIELD, rest, below >>> FIELD, weight);
      bgr[at + 2] = blend(above >>> 2 * FIELD, rest, below >>> 2 * FIELD, weight);
    }
  }

  private static byte blend(long above, int rest, long below, int weight) {
    int sum =
        (rest * ((int) above >> 4 & BLENDED) >> 16) + (weight * ((int) below >> 4 & BLENDED) >> 16);
    return (byte) ((sum + 2) >> 2);
  }

  /** Blends neighbours within a row; what comes out is 2048 times too large. */
  private void sampleRow(Planes planes, int row, long[] to) {
    planes.copyRow(row, luma, u, v);
    int[] first = columns.first();
    int[] weights = columns.weight();
    for (int i = 0; i < to.length; i++) {
      int x = first[i];
      int weight = weights[i];
      long colours = at(x);
      to[i] = weight == 0
          ? colours * SampleAxis.UNITY
          : colours * (SampleAxis.UNITY - weight) + at(x + 1) * weight;
    }
  }

  private long at(int x) {
    int chroma = x >> 1;
    return tables.colours(luma[x] & 0xff, u[chroma] & 0xff, v[chroma] & 0xff);
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
