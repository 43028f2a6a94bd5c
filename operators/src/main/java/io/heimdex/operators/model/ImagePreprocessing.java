package io.heimdex.operators.model;

import io.heimdex.operators.image.RgbImage;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How a model wants its pictures, as {@code preprocessor_config.json} tells: of one size, and each colour in numbers that it has
 * learned.
 *
 * <p>Immutable.
 */
public final class ImagePreprocessing {
  /** Part of a model's identity: raised when the same files give other numbers. */
  static final int VERSION = 1;

  private final PictureFit fit;
  private final PixelValues values;

  private ImagePreprocessing(PictureFit fit, PixelValues values) {
    this.fit = fit;
    this.values = values;
  }

  /** @throws ModelFileException if the file does not say all that is needed, or asks for what is not known here */
  public static ImagePreprocessing read(Path file) {
    JsonFile json = JsonFile.read(file);
    return new ImagePreprocessing(PictureFit.read(json), PixelValues.read(json));
  }

  /** Of the pictures that the model takes. */
  public int width() {
    return fit.width();
  }

  /** Of the pictures that the model takes. */
  public int height() {
    return fit.height();
  }

  /** A picture of any size as one that has the model's size, or is smaller where {@link #write} fills it up. */
  public RgbImage resize(RgbImage picture) {
    return fit.steps().apply(picture);
  }

  /**
   * Writes one channel of a resized picture, in rows from the top. Where it is smaller than the model's, on the right and below, stands
   * 0.
   *
   * @param channel in the model's order
   * @param plane {@code width × height} numbers
   */
  public void write(int channel, RgbImage resized, float[] plane) {
    if (resized.width() < width() || resized.height() < height()) {
      Arrays.fill(plane, 0);
    }
    values.write(channel, resized, plane, width());
  }
}
