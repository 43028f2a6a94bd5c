package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Frames in very small, to tell at little cost whether two of them agree. Not thread-safe. */
final class Look implements AutoCloseable {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 18;

  private final PictureScaler scaler = new PictureScaler(
      WIDTH,
      HEIGHT,
      AV_PIX_FMT_RGB24,
      3,
      SWS_FAST_BILINEAR | SWS_BITEXACT,
      PictureScaler.Colours.AS_OPENCV);

  /** What a frame looks like. */
  byte[] at(AVFrame frame) {
    byte[] pixels = new byte[3 * WIDTH * HEIGHT];
    scaler.scale(frame, pixels);
    return pixels;
  }

  /** Mean absolute difference of two looks, 0 to 255. */
  static double difference(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return (double) sum / one.length;
  }

  @Override
  public void close() {
    scaler.close();
  }
}
