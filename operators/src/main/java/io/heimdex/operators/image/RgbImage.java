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
}
