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

  /** The part of this size in the middle; half a pixel is rounded to the left and to the top. */
  public RgbImage centre(int newWidth, int newHeight) {
    if (newWidth > width || newHeight > height) {
      throw new IllegalArgumentException("A part of " + newWidth + "x" + newHeight
          + " was asked for of a picture of " + width + "x" + height);
    }
    int left = (width - newWidth) / 2;
    int top = (height - newHeight) / 2;
    byte[] part = new byte[3 * newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      System.arraycopy(rgb, 3 * ((top + y) * width + left), part, 3 * y * newWidth, 3 * newWidth);
    }
    return new RgbImage(newWidth, newHeight, part);
  }
}
