package io.heimdex.operators.model;

import io.heimdex.operators.image.PillowResize;
import io.heimdex.operators.image.Resampling;
import io.heimdex.operators.image.RgbImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model wants its pictures, as {@code preprocessor_config.json} tells: resized, cropped, and each colour brought to {@code
 * (value × rescale − mean) / deviation}.
 *
 * <p>Immutable.
 */
public final class ImagePreprocessing {
  /** Part of a model's identity: raised when the same files give other numbers. */
  static final int VERSION = 1;

  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  /** By Pillow's number; null where it is none that is known here. */
  private static final List<Resampling> RESAMPLINGS = Arrays.asList(
      null,
      Resampling.LANCZOS,
      Resampling.BILINEAR,
      Resampling.BICUBIC,
      Resampling.BOX,
      Resampling.HAMMING);

  private final Resize resize;
  private final int width;
  private final int height;
  private final float[][] values;

  /** How a picture of any size becomes one of the model's size. */
  @FunctionalInterface
  private interface Resize {
    RgbImage of(RgbImage picture);
  }

  private ImagePreprocessing(Resize resize, int width, int height, float[][] values) {
    this.resize = resize;
    this.width = width;
    this.height = height;
    this.values = values;
  }

  /** @throws ModelFileException if the file does not say all that is needed, or asks for what is not known here */
  public static ImagePreprocessing read(Path file) {
    JsonFile json = JsonFile.read(file);
    for (String unknown : List.of("do_pad", "do_thumbnail", "do_align_long_axis")) {
      if (json.flag(unknown, false)) {
        throw json.wrong(unknown, "false: this step is not known here");
      }
    }
    if (json.has("crop_pct")) {
      throw json.wrong("crop_pct", "none: this step is not known here");
    }
    if (!json.flag("do_resize", true)) {
      throw json.wrong("do_resize", "true: pictures have all sizes");
    }
    float[][] values = values(json);
    return json.flag("do_center_crop", false) ? cropped(json, values) : stretched(json, values);
  }

  private static ImagePreprocessing stretched(JsonFile json, float[][] values) {
    Resampling filter = filter(json);
    int square = json.isObject("size") || isShortestEdge(json) ? 0 : json.size("size");
    if (square == 0 && !(json.isObject("size") && json.object("size").has("height"))) {
      throw json.wrong(
          "size",
          "a height and a width, for 'do_center_crop' is not true: all pictures get one size");
    }
    int width = square > 0 ? square : json.object("size").size("width");
    int height = square > 0 ? square : json.object("size").size("height");
    return new ImagePreprocessing(
        picture -> PillowResize.resize(picture, width, height, filter), width, height, values);
  }

  private static ImagePreprocessing cropped(JsonFile json, float[][] values) {
    Resampling filter = filter(json);
    boolean isSquare = !json.isObject("crop_size");
    int width = isSquare ? json.size("crop_size") : json.object("crop_size").size("width");
    int height = isSquare ? json.size("crop_size") : json.object("crop_size").size("height");
    if (json.isObject("size") && json.object("size").has("height")) {
      int fullWidth = json.object("size").size("width");
      int fullHeight = json.object("size").size("height");
      checkCrop(json, Math.min(fullWidth - width, fullHeight - height));
      return new ImagePreprocessing(
          picture ->
              PillowResize.resize(picture, fullWidth, fullHeight, filter).centre(width, height),
          width,
          height,
          values);
    }
    int edge = shortestEdge(json);
    checkCrop(json, Math.min(edge - width, edge - height));
    return new ImagePreprocessing(
        picture -> shortestEdge(picture, edge, filter).centre(width, height),
        width,
        height,
        values);
  }

  private static void checkCrop(JsonFile json, int room) {
    if (room < 0) {
      throw json.wrong("crop_size", "no more than 'size' gives");
    }
  }

  private static int shortestEdge(JsonFile json) {
    if (!json.isObject("size")) {
      if (!isShortestEdge(json)) {
        throw json.wrong("size", "a 'shortest_edge', or a 'height' and a 'width'");
      }
      return json.size("size");
    }
    if (json.object("size").has("longest_edge")) {
      throw json.wrong("size", "a 'shortest_edge' without a 'longest_edge'");
    }
    return json.object("size").size("shortest_edge");
  }

  /** What a plain number as size means: older files leave it to the class that they name. */
  private static boolean isShortestEdge(JsonFile json) {
    String type = json.text("image_processor_type");
    String name = type == null ? json.text("feature_extractor_type") : type;
    return name != null && (name.startsWith("CLIP") || name.startsWith("Bit"));
  }

  private static RgbImage shortestEdge(RgbImage picture, int edge, Resampling filter) {
    int shorter = Math.min(picture.width(), picture.height());
    return PillowResize.resize(
        picture,
        (int) ((long) edge * picture.width() / shorter),
        (int) ((long) edge * picture.height() / shorter),
        filter);
  }

  private static Resampling filter(JsonFile json) {
    double number = json.number("resample", -1);
    @Nullable
    Resampling filter = number >= 0 && number < RESAMPLINGS.size() && number == Math.rint(number)
        ? RESAMPLINGS.get((int) number)
        : null;
    if (filter == null) {
      throw json.wrong(
          "resample",
          "1 (Lanczos), 2 (bilinear), 3 (bicubic), 4 (box) or 5 (Hamming), as Pillow counts");
    }
    return filter;
  }

  /** What each level of each channel becomes, in the order in which the model takes the channels. */
  private static float[][] values(JsonFile json) {
    float rescale =
        json.flag("do_rescale", true) ? (float) json.number("rescale_factor", 1 / 255.0) : 1;
    boolean normalise = json.flag("do_normalize", true);
    float[] mean = normalise ? json.numbers("image_mean", CHANNELS) : new float[] {0, 0, 0};
    float[] deviation = normalise ? json.numbers("image_std", CHANNELS) : new float[] {1, 1, 1};
    if (json.flag("do_flip_channel_order", false)) {
      throw json.wrong("do_flip_channel_order", "false: only RGB is known here");
    }
    float[][] values = new float[CHANNELS][LEVELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      if (!(deviation[channel] > 0)) {
        throw json.wrong("image_std", "numbers above 0");
      }
      for (int level = 0; level < LEVELS; level++) {
        values[channel][level] = (level * rescale - mean[channel]) / deviation[channel];
      }
    }
    return values;
  }

  /** Of the pictures that the model takes. */
  public int width() {
    return width;
  }

  /** Of the pictures that the model takes. */
  public int height() {
    return height;
  }

  /** A picture of any size as one of the model's size. */
  public RgbImage resize(RgbImage picture) {
    return resize.of(picture);
  }

  /** What a level of a channel (0 is red) becomes. */
  public float value(int channel, int level) {
    return values[channel][level];
  }
}
