package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes keyframe candidates of frames: upright, with square pixels, small. Not thread-safe. */
final class KeyframeMaker implements AutoCloseable {
  private static final int SHORTER_SIDE = 384;
  private static final int LONGER_SIDE = 1024;
  /** Sharpness is measured at one size, so that it does not grow with the video's. */
  private static final int LUMA_LONGER_SIDE = 256;

  private static final int GREATEST_JPEG = 100_000;
  /** Tried in turn until the JPEG is small enough. */
  private static final int[] QUALITIES = {90, 75, 50, 25};

  private final int rotationDegrees;
  private final PictureScaler colour;
  private final PictureScaler grey;
  private final byte[] luma;

  KeyframeMaker(VideoInfo info) {
    rotationDegrees = info.rotationDegrees();
    // Square pixels by shrinking the longer side of a pixel: nothing is ever enlarged.
    double width = info.width() * Math.min(1, info.pixelAspect());
    double height = info.height() / Math.max(1, info.pixelAspect());
    double longer = Math.max(width, height);
    double scale =
        Math.min(1, Math.min(SHORTER_SIDE / Math.min(width, height), LONGER_SIDE / longer));
    colour = new PictureScaler(
        side(width * scale),
        side(height * scale),
        AV_PIX_FMT_RGB24,
        3,
        SWS_BILINEAR | SWS_FULL_CHR_H_INT | SWS_ACCURATE_RND | SWS_BITEXACT,
        PictureScaler.Colours.DESCRIBED);
    double lumaScale = Math.min(1, LUMA_LONGER_SIDE / longer);
    grey = new PictureScaler(
        side(width * lumaScale),
        side(height * lumaScale),
        AV_PIX_FMT_GRAY8,
        1,
        SWS_BILINEAR | SWS_BITEXACT,
        PictureScaler.Colours.DESCRIBED);
    luma = new byte[grey.width() * grey.height()];
  }

  private static int side(double pixels) {
    return Math.max(1, (int) Math.rint(pixels));
  }

  /** Makes a candidate of a frame. */
  Keyframe make(AVFrame frame, long ptsMicros) {
    grey.scale(frame, luma);
    return new Keyframe(
        ptsMicros,
        encode(picture(frame)),
        Luma.mean(luma),
        Luma.laplacianVariance(luma, grey.width(), grey.height()));
  }

  private RgbImage picture(AVFrame frame) {
    byte[] rgb = new byte[3 * colour.width() * colour.height()];
    colour.scale(frame, rgb);
    return Rotation.clockwise(new RgbImage(colour.width(), colour.height(), rgb), rotationDegrees);
  }

  private static byte[] encode(RgbImage image) {
    byte[] jpeg = {};
    for (int quality : QUALITIES) {
      jpeg = ImageCodec.encodeJpeg(image, quality);
      if (jpeg.length <= GREATEST_JPEG) {
        break;
      }
    }
    return jpeg;
  }

  @Override
  public void close() {
    colour.close();
    grey.close();
  }
}
