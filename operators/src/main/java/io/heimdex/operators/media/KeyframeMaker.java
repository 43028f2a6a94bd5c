package io.heimdex.operators.media;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.YuvImage;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes keyframe candidates of frames, see {@link FramePictures}. Not thread-safe. */
final class KeyframeMaker implements AutoCloseable {
  private static final int GREATEST_JPEG = 100_000;
  /** Tried in turn until the JPEG is small enough. */
  private static final int[] QUALITIES = {90, 75, 50, 25};

  private final FramePictures pictures;

  KeyframeMaker(VideoInfo info) {
    pictures = new FramePictures(info);
  }

  /** Makes a candidate of a frame. */
  Keyframe make(AVFrame frame, long ptsMicros) {
    YuvImage picture = pictures.of(frame);
    Luma luma = Luma.of(picture);
    return new Keyframe(
        ptsMicros,
        encode(picture),
        luma.mean(),
        luma.deviation(),
        luma.clipped(),
        luma.laplacianVariance());
  }

  private static byte[] encode(YuvImage image) {
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
    pictures.close();
  }
}
