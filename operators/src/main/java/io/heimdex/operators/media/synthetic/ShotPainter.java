package io.heimdex.operators.media.synthetic;

import java.awt.Color;
import java.util.Random;

/**
 * Paints the frames of a shot: stripes that drift, and a ball that moves, in colours that only this shot has. A bright bar
 * marks the top, so that one sees which way is up. Shots of even and odd index differ much in brightness and saturation:
 * each change between them is a cut for any detector.
 */
final class ShotPainter {
  private static final int BAR_SHARE = 8;
  private static final int BAR = 0xf8f8f8;

  private final int width;
  private final int height;
  private final int light;
  private final int dark;
  private final int ball;
  private final int period;
  private final double slope;
  private final double speed;
  private final double phase;

  ShotPainter(int width, int height, int index, long seed) {
    this.width = width;
    this.height = height;
    Random random = new Random(seed);
    float hue = random.nextFloat();
    boolean even = index % 2 == 0;
    light = even ? colour(hue, 0.85f, 0.42f) : colour(hue, 0.25f, 0.95f);
    dark = even ? colour(hue, 0.95f, 0.30f) : colour(hue, 0.35f, 0.85f);
    ball = colour(hue + 0.5f, 0.6f, even ? 0.6f : 0.7f);
    period = Math.max(4, width / (5 + random.nextInt(8)));
    slope = random.nextDouble() * 2 - 1;
    speed = (0.002 + 0.004 * random.nextDouble()) * width;
    phase = random.nextDouble();
  }

  private static int colour(float hue, float saturation, float brightness) {
    return Color.HSBtoRGB(hue, saturation, brightness) & 0xffffff;
  }

  /** Paints a frame, counted from 0 within the shot, as 0xRRGGBB. */
  void paint(int frame, int[] pixels) {
    double drift = frame * speed;
    double turn = 2 * Math.PI * (phase + frame / 200.0);
    double ballX = width * (0.5 + 0.35 * Math.cos(turn));
    double ballY = height * (0.55 + 0.3 * Math.sin(turn));
    double radius = Math.min(width, height) / 6.0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inBall = Math.hypot(x - ballX, y - ballY) < radius;
        pixels[y * width + x] = inBall ? ball : background(x, y, drift);
      }
    }
  }

  private int background(int x, int y, double drift) {
    if (y < height / BAR_SHARE) {
      return BAR;
    }
    return Math.floorMod((long) (x + slope * y + drift), period) < period / 2 ? light : dark;
  }
}
