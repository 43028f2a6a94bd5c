package io.heimdex.operators.media;

import io.heimdex.operators.image.RgbImage;

/** Turns pictures by quarters. */
public final class Rotation {
  private Rotation() {}

  /** Turns a picture clockwise by 0, 90, 180 or 270 degrees. */
  public static RgbImage clockwise(RgbImage image, int degrees) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    return switch (degrees) {
      case 0 -> image;
      case 90 -> turn(image, image.height(), image.width(), (x, y) -> at(image, y, bottom - x));
      case 180 ->
        turn(image, image.width(), image.height(), (x, y) -> at(image, right - x, bottom - y));
      case 270 -> turn(image, image.height(), image.width(), (x, y) -> at(image, right - y, x));
      default ->
        throw new IllegalArgumentException(
            "A picture can't be turned by " + degrees + " degrees; expected 0, 90, 180 or 270");
    };
  }

  private static int at(RgbImage image, int x, int y) {
    return 3 * (y * image.width() + x);
  }

  private static RgbImage turn(RgbImage image, int width, int height, Origin origin) {
    byte[] from = image.rgb();
    byte[] to = new byte[from.length];
    int target = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = origin.of(x, y);
        to[target++] = from[source];
        to[target++] = from[source + 1];
        to[target++] = from[source + 2];
      }
    }
    return new RgbImage(width, height, to);
  }

  /** Where in the source a pixel of the target comes from. */
  @FunctionalInterface
  private interface Origin {
    int of(int x, int y);
  }
}
