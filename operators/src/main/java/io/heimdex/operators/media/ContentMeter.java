package io.heimdex.operators.media;

import static io.heimdex.operators.media.ContentFeatures.DELTA_HUE;
import static io.heimdex.operators.media.ContentFeatures.DELTA_SATURATION;
import static io.heimdex.operators.media.ContentFeatures.DELTA_VALUE;
import static io.heimdex.operators.media.ContentFeatures.LUMA;
import static io.heimdex.operators.media.ContentFeatures.set;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;

import io.heimdex.schema.VideoInfo;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Measures {@link ContentFeatures} as PySceneDetect's ContentDetector does: the picture is brought to 256 pixels on its longer
 * side by sampling between neighbours (OpenCV's INTER_LINEAR), then to HSV, and compared with the one before.
 *
 * <p>Frames of 8-bit planar YUV give exactly PySceneDetect's numbers; for the rarer formats swscale samples in their own
 * colours before it converts, which costs far less than to convert at full size, and comes near. Not thread-safe.
 */
final class ContentMeter implements FeatureMeter {
  private static final int LONGER_SIDE = 256;

  private final PictureScaler scaler;
  private final byte[] bgr;
  private final HsvPlanes planes;
  private @Nullable PlanarSampler sampler;
  private boolean hasPrevious;

  ContentMeter(VideoInfo info) {
    double factor = Math.max(1, Math.max(info.width(), info.height()) / (double) LONGER_SIDE);
    scaler = new PictureScaler(
        side(info.width(), factor),
        side(info.height(), factor),
        AV_PIX_FMT_BGR24,
        3,
        SWS_FAST_BILINEAR | SWS_BITEXACT,
        PictureScaler.Colours.AS_OPENCV);
    int pixels = scaler.width() * scaler.height();
    bgr = new byte[3 * pixels];
    planes = new HsvPlanes(pixels);
  }

  private static int side(int pixels, double factor) {
    return Math.max(1, (int) Math.rint(pixels / factor));
  }

  @Override
  public float measure(AVFrame frame, byte[] features, int offset) {
    shrink(frame);
    planes.update(bgr);
    set(features, offset, DELTA_HUE, hasPrevious ? planes.meanHueDifference() : 0);
    set(features, offset, DELTA_SATURATION, hasPrevious ? planes.meanSaturationDifference() : 0);
    set(features, offset, DELTA_VALUE, hasPrevious ? planes.meanValueDifference() : 0);
    set(features, offset, LUMA, planes.meanLuma());
    hasPrevious = true;
    return ContentFeatures.change(features, offset);
  }

  private void shrink(AVFrame frame) {
    if (!PlanarSampler.supports(frame)) {
      scaler.scale(frame, bgr);
      return;
    }
    if (sampler == null || !sampler.fits(frame)) {
      sampler = new PlanarSampler(frame, scaler.width(), scaler.height());
    }
    sampler.sample(frame, bgr);
  }

  @Override
  public void close() {
    scaler.close();
  }
}
