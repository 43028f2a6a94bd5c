package io.heimdex.local.sheet;

import io.heimdex.operators.image.RgbImage;

/** A picture that grows under the brush. What lies outside is left out. Not thread-safe. */
final class Canvas {
  private static final int GLYPH_WIDTH = 5;
  private static final int GLYPH_HEIGHT = 7;
  /** Each digit as seven rows of five pixels; no font is asked for, as machines without a screen have none. */
  private static final String[] DIGITS = {
    "0E11131519110E", "040C040404040E", "0E11010204081F", "1F02040201110E", "02060A121F0202",
    "1F101E0101110E", "0608101E11110E", "1F010204080808", "0E11110E11110E", "0E11110F01020C"
  };

  private final int width;
  private final int height;
  private final byte[] rgb;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    rgb = new byte[3 * width * height];
  }

  /** Fills a rectangle with a colour, 0xRRGGBB. */
  void fill(int left, int top, int columns, int rows, int colour) {
    for (int y = top; y < top + rows; y++) {
      for (int x = left; x < left + columns; x++) {
        dot(x, y, colour);
      }
    }
  }

  void draw(RgbImage picture, int left, int top) {
    for (int y = 0; y < picture.height() && top + y < height; y++) {
      System.arraycopy(
          picture.rgb(),
          3 * y * picture.width(),
          rgb,
          3 * ((top + y) * width + left),
          3 * Math.min(picture.width(), width - left));
    }
  }

  /** Writes digits, {@code :}, {@code .} and blanks, {@code scale} pixels a dot. @return where the text ends */
  int write(String text, int left, int top, int scale, int colour) {
    int x = left;
    for (char letter : text.toCharArray()) {
      String glyph = glyph(letter);
      for (int row = 0; row < GLYPH_HEIGHT; row++) {
        int bits = Integer.parseInt(glyph, 2 * row, 2 * row + 2, 16);
        for (int column = 0; column < GLYPH_WIDTH; column++) {
          if ((bits >> (GLYPH_WIDTH - 1 - column) & 1) == 1) {
            fill(x + scale * column, top + scale * row, scale, scale, colour);
          }
        }
      }
      x += scale * (GLYPH_WIDTH + 1);
    }
    return x;
  }

  private static String glyph(char letter) {
    return switch (letter) {
      case ':' -> "00040400040400";
      case '.' -> "0000000000000C";
      case ' ' -> "00000000000000";
      default -> DIGITS[Character.digit(letter, 10)];
    };
  }

  private void dot(int x, int y, int colour) {
    if (x >= 0 && x < width && y >= 0 && y < height) {
      int at = 3 * (y * width + x);
      rgb[at] = (byte) (colour >> 16);
      rgb[at + 1] = (byte) (colour >> 8);
      rgb[at + 2] = (byte) colour;
    }
  }

  RgbImage toImage() {
    return new RgbImage(width, height, rgb);
  }
}
