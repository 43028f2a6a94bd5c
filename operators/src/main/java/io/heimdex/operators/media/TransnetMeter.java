package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes {@link TransnetFeatures} as TransNetV2's own inference does: by FFmpeg's scaler, bicubic, whatever the aspect. Not thread-safe. */
final class TransnetMeter implements FeatureMeter {
  private final PictureScaler scaler = new PictureScaler(
      TransnetFeatures.WIDTH,
      TransnetFeatures.HEIGHT,
      AV_PIX_FMT_RGB24,
      TransnetFeatures.CHANNELS,
      SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT,
      PictureScaler.Colours.DESCRIBED);
  private byte[] picture = new byte[TransnetFeatures.BYTES];
  private byte[] previous = new byte[TransnetFeatures.BYTES];
  private boolean hasPrevious;

  @Override
  public float measure(AVFrame frame, byte[] features, int offset) {
    scaler.scale(frame, picture);
    System.arraycopy(picture, 0, features, offset, picture.length);
    float change = hasPrevious ? TransnetFeatures.change(previous, 0, picture, 0) : 0;
    byte[] swapped = previous;
    previous = picture;
    picture = swapped;
    hasPrevious = true;
    return change;
  }

  @Override
  public void close() {
    scaler.close();
  }
}
