package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB48LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;

import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.image.YuvImage;
import io.heimdex.schema.VideoInfo;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Makes small pictures of frames as they should be looked at: upright, with square pixels, without the comb of interlaced frames,
 * in the colours of a plain display. What is transparent lies on black, as in players. What becomes of a frame depends
 * on that frame alone. Not thread-safe.
 */
final class FramePictures implements AutoCloseable {
  private static final int SHORTER_SIDE = 384;
  private static final int LONGER_SIDE = 1024;
  /** Without SWS_FULL_CHR_H_INT: FFmpeg 8.1 makes wrong colours of it where 4:2:0 becomes RGB of 16 bits at the same width. */
  private static final int FLAGS = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT;

  /** Between a frame and its picture. */
  private enum Passage {
    PLAIN(AV_PIX_FMT_YUV420P, 1),
    TRANSPARENT(AV_PIX_FMT_RGBA, 4),
    DEEP(AV_PIX_FMT_RGB48LE, 6);

    private final int format;
    private final int bytesPerPixel;

    Passage(int format, int bytesPerPixel) {
      this.format = format;
      this.bytesPerPixel = bytesPerPixel;
    }
  }

  private final VideoInfo info;
  private final Orientation orientation;
  private @Nullable PictureScaler scaler;
  private @Nullable Passage scaledThrough;
  private int sourceWidth;
  private int sourceHeight;
  private double sourceAspect;
  private byte[] scaled = {};

  FramePictures(VideoInfo info) {
    this.info = info;
    orientation = new Orientation(info.rotationDegrees(), info.mirrored());
  }

  YuvImage of(AVFrame frame) {
    DisplayColours colours = DisplayColours.of(frame);
    if (colours != null) {
      PictureScaler to = scaler(frame, Passage.DEEP);
      to.scale(frame, scaled);
      byte[] rgb = new byte[scaled.length / 2];
      colours.convert(scaled, rgb);
      return upright(rgb, to);
    }
    if (hasAlpha(frame)) {
      PictureScaler to = scaler(frame, Passage.TRANSPARENT);
      to.scale(frame, scaled);
      byte[] rgb = new byte[scaled.length / 4 * 3];
      layOnBlack(scaled, rgb);
      return upright(rgb, to);
    }
    return plain(frame, scaler(frame, Passage.PLAIN));
  }

  private YuvImage upright(byte[] rgb, PictureScaler to) {
    return YuvImage.of(orientation.apply(new RgbImage(to.width(), to.height(), rgb)));
  }

  /** Never RGB, which would cost several times as much. */
  private YuvImage plain(AVFrame frame, PictureScaler to) {
    int width = to.width();
    int height = to.height();
    byte[] y = new byte[width * height];
    byte[] u = new byte[YuvImage.half(width) * YuvImage.half(height)];
    byte[] v = new byte[u.length];
    to.scale(frame, y, u, v);
    YuvMatrix.of(to.matrix(frame)).toBt601(width, y, u, v);
    return orientation.apply(new YuvImage(width, height, y, u, v));
  }

  private static boolean hasAlpha(AVFrame frame) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
    return format != null && (format.flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
  }

  private static void layOnBlack(byte[] rgba, byte[] rgb) {
    for (int to = 0, from = 0; to < rgb.length; to += 3, from += 4) {
      int alpha = rgba[from + 3] & 0xff;
      for (int i = 0; i < 3; i++) {
        rgb[to + i] = (byte) (((rgba[from + i] & 0xff) * alpha + 127) / 255);
      }
    }
  }

  private PictureScaler scaler(AVFrame frame, Passage passage) {
    double aspect = pixelAspect(frame);
    PictureScaler known = scaler;
    if (known != null
        && passage == scaledThrough
        && frame.width() == sourceWidth
        && frame.height() == sourceHeight
        && aspect == sourceAspect) {
      return known;
    }
    close();
    sourceWidth = frame.width();
    sourceHeight = frame.height();
    sourceAspect = aspect;
    scaledThrough = passage;
    PictureScaler made = newScaler(passage);
    scaled = new byte[passage.bytesPerPixel * made.width() * made.height()];
    scaler = made;
    return made;
  }

  /** Square pixels by shrinking the longer side of a pixel: nothing is ever enlarged. */
  private PictureScaler newScaler(Passage passage) {
    double width = sourceWidth * Math.min(1, sourceAspect);
    double height = sourceHeight / Math.max(1, sourceAspect);
    double scale = Math.min(
        1, Math.min(SHORTER_SIDE / Math.min(width, height), LONGER_SIDE / Math.max(width, height)));
    return new PictureScaler(
        side(width * scale),
        side(height * scale),
        passage.format,
        passage.bytesPerPixel,
        FLAGS,
        PictureScaler.Colours.DESCRIBED);
  }

  /** The container's word is for pictures of the size that it tells; a broadcast that changes to another tells it anew. */
  private double pixelAspect(AVFrame frame) {
    if (frame.width() == info.width() && frame.height() == info.height()) {
      return info.pixelAspect();
    }
    return MediaProbe.pixelAspect(frame.sample_aspect_ratio());
  }

  private static int side(double pixels) {
    return Math.max(1, (int) Math.rint(pixels));
  }

  @Override
  public void close() {
    if (scaler != null) {
      scaler.close();
      scaler = null;
    }
  }
}
