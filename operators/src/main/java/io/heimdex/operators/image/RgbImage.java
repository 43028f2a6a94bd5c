package io.heimdex.operators.image;

/**
 * A picture of 8-bit RGB, rows from the top, without padding.
 *
 * @param rgb {@code 3 × width × height} bytes
 */
public record RgbImage(int width, int height, byte[] rgb) {
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != 3 * width * height) {
      throw new IllegalArgumentException("A picture of " + width + "x" + height + " needs "
          + 3L * width * height + " bytes of RGB, but has " + rgb.length);
    }
  }

  /**
   * The part of this size in the middle. Half a pixel is rounded to the left and to the top. Where the picture is smaller, it stands
   * in the middle of black, half a pixel to the right and below.
   */
  public RgbImage centre(int newWidth, int newHeight) {
    return placed(newWidth, newHeight, offset(width, newWidth), offset(height, newHeight), 0);
  }

  private static int offset(int size, int newSize) {
    return newSize > size ? (newSize - size + 1) / 2 : -((size - newSize) / 2);
  }

  /**
   * A picture of another size that shows this one, or a part of it.
   *
   * @param left where this one begins; negative to leave out so many columns
   * @param top where this one begins; negative to leave out so many rows
   * @param colour of the rest, as 0xRRGGBB
   */
  public RgbImage placed(int newWidth, int newHeight, int left, int top, int colour) {
    byte[] placed = new byte[3 * newWidth * newHeight];
    if (colour != 0) {
      for (int i = 0; i < placed.length; i += 3) {
        placed[i] = (byte) (colour >> 16);
        placed[i + 1] = (byte) (colour >> 8);
        placed[i + 2] = (byte) colour;
      }
    }
    int from = Math.max(0, left);
    int columns = Math.min(newWidth, left + width) - from;
    for (int y = Math.max(0, top); y < Math.min(newHeight, top + height); y++) {
      System.arraycopy(
          rgb,
          3 * ((y - top) * width + from - left),
          placed,
          3 * (y * newWidth + from),
          3 * columns);
    }
    return new RgbImage(newWidth, newHeight, placed);
  }
}
