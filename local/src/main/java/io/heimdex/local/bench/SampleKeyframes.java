package io.heimdex.local.bench;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Pictures of the size that keyframes have, with soft colours, edges and some grain: about 40 KB each, as real ones have. */
final class SampleKeyframes {
  private static final int WIDTH = 683;
  private static final int HEIGHT = 384;
  private static final int QUALITY = 90;
  private static final int GRAIN = 9;

  private SampleKeyframes() {}

  /** Different ones, always the same. */
  static List<byte[]> jpegs(int count) {
    return IntStream.range(0, count)
        .mapToObj(seed -> ImageCodec.encodeJpeg(picture(new Random(seed)), QUALITY))
        .toList();
  }

  private static RgbImage picture(Random random) {
    double[] waves = random.doubles(12, 0.005, 0.05).toArray();
    int edge = WIDTH / 4 + random.nextInt(WIDTH / 2);
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < rgb.length; i++) {
      int channel = i % 3;
      int x = i / 3 % WIDTH;
      int y = i / 3 / WIDTH;
      double level = 128
          + 60 * Math.sin(waves[channel] * x + waves[3 + channel] * y)
          + (x > edge ? 40 : 0) * Math.cos(waves[6 + channel] * x * y / 50)
          + random.nextInt(GRAIN);
      rgb[i] = (byte) Math.max(0, Math.min(255, level));
    }
    return new RgbImage(WIDTH, HEIGHT, rgb);
  }
}
