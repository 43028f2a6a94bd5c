package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Frames made by hand. The caller frees them. */
final class NativeFrames {
  private NativeFrames() {}

  static AVFrame allocate(int format, int width, int height) {
    AVFrame frame = Ffmpeg.notNull(av_frame_alloc(), "frame");
    frame.format(format).width(width).height(height);
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "Allocating a frame");
    return frame;
  }

  /** Fills a plane, row by row, with what {@code next} makes of the value before. */
  static void fill(
      AVFrame frame, int plane, int width, int height, int seed, IntUnaryOperator next) {
    byte[] row = new byte[width];
    int state = seed;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        state = next.applyAsInt(state);
        row[x] = (byte) (state >> 16);
      }
      frame.data(plane).position((long) y * frame.linesize(plane)).put(row);
    }
  }

  /** The linear congruential generator that the golden values were made with. */
  static int noise(int state) {
    return (state * 1_103_515_245 + 12_345) & 0x7fffffff;
  }
}
