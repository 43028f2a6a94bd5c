package io.heimdex.operators.model;

import io.heimdex.operators.image.RgbImage;

/**
 * What the levels of a picture become: {@code (level × rescale − mean) / deviation} of each colour, and in which order the model
 * takes the colours.
 *
 * <p>Immutable.
 */
final class PixelValues {
  static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  private final float[][] ofLevels;
  private final boolean isBlueFirst;

  private PixelValues(float[][] ofLevels, boolean isBlueFirst) {
    this.ofLevels = ofLevels;
    this.isBlueFirst = isBlueFirst;
  }

  static PixelValues read(JsonFile json) {
    for (String step : new String[] {"rescale_offset", "include_top"}) {
      if (json.flag(step, false)) {
        throw json.wrong(step, "false: this step is not known here");
      }
    }
    float rescale =
        json.flag("do_rescale", true) ? (float) json.number("rescale_factor", 1 / 255.0) : 1;
    boolean normalise = json.flag("do_normalize", ProcessorType.of(json).isNormalising());
    float[] mean = normalise ? json.numbers("image_mean", CHANNELS) : new float[] {0, 0, 0};
    float[] deviation = normalise ? json.numbers("image_std", CHANNELS) : new float[] {1, 1, 1};
    float[][] values = new float[CHANNELS][LEVELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      if (!(deviation[channel] > 0)) {
        throw json.wrong("image_std", "numbers above 0");
      }
      for (int level = 0; level < LEVELS; level++) {
        values[channel][level] = (level * rescale - mean[channel]) / deviation[channel];
      }
    }
    return new PixelValues(values, json.flag("do_flip_channel_order", false));
  }

  /** The colour that becomes 0, or nearly so, as 0xRRGGBB. */
  static int meanColour(JsonFile json) {
    int colour = 0;
    for (float mean : json.numbers("image_mean", CHANNELS)) {
      colour = colour << Byte.SIZE | (int) (mean * (LEVELS - 1));
    }
    return colour;
  }

  /**
   * Writes one channel of a picture.
   *
   * @param channel in the model's order
   * @param plane of {@code width} columns; what the picture does not cover is left as it is
   */
  void write(int channel, RgbImage picture, float[] plane, int width) {
    int colour = isBlueFirst ? CHANNELS - 1 - channel : channel;
    float[] values = ofLevels[colour];
    byte[] rgb = picture.rgb();
    int source = colour;
    for (int y = 0; y < picture.height(); y++) {
      int end = y * width + picture.width();
      for (int target = y * width; target < end; target++) {
        plane[target] = values[rgb[source] & 0xff];
        source += CHANNELS;
      }
    }
  }
}
