package io.heimdex.operators.image;

import java.util.Random;

/** Pictures made for tests. */
public final class Pictures {
  private Pictures() {}

  public static RgbImage flat(int width, int height, int red, int green, int blue) {
    return paint(width, height, (x, y) -> red << 16 | green << 8 | blue);
  }

  /** Random soft-edged rectangles: something with colours and edges, the same for the same seed. */
  public static RgbImage scene(long seed, int width, int height) {
    Random random = new Random(seed);
    int background = random.nextInt(0x1000000);
    int[][] boxes = new int[6][];
    for (int i = 0; i < boxes.length; i++) {
      int left = random.nextInt(width);
      int top = random.nextInt(height);
      boxes[i] = new int[] {
        left,
        top,
        left + width / 6 + random.nextInt(width / 2),
        top + height / 6 + random.nextInt(height / 2),
        random.nextInt(0x1000000)
      };
    }
    return paint(width, height, (x, y) -> {
      int colour = background;
      for (int[] box : boxes) {
        if (x >= box[0] && y >= box[1] && x < box[2] && y < box[3]) {
          colour = box[4];
        }
      }
      return colour;
    });
  }

  /** Takes the colour of every pixel from a function. */
  public static RgbImage paint(int width, int height, Painter painter) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = painter.colour(x, y);
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (colour >> 16);
        rgb[at + 1] = (byte) (colour >> 8);
        rgb[at + 2] = (byte) colour;
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** The colour of a pixel, as 0xRRGGBB. */
  @FunctionalInterface
  public interface Painter {
    int colour(int x, int y);
  }
}
