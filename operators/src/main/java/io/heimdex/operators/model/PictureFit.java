package io.heimdex.operators.model;

import io.heimdex.operators.image.PillowResize;
import io.heimdex.operators.image.Resampling;
import io.heimdex.operators.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a picture of any size becomes one of the model's size: resized, and cut or filled up where that alone does not give the
 * size.
 *
 * @param width of the model's pictures; so {@code height}
 * @param steps give a picture of that size at most. Where it is smaller, what is missing is on the right and below
 */
record PictureFit(int width, int height, UnaryOperator<RgbImage> steps) {
  /** By Pillow's number; null where it is none that is known here. */
  private static final List<Resampling> RESAMPLINGS = Arrays.asList(
      null,
      Resampling.LANCZOS,
      Resampling.BILINEAR,
      Resampling.BICUBIC,
      Resampling.BOX,
      Resampling.HAMMING);

  /** Steps of other models; where a file asks for one, guessing would give other pictures than the model has learned from. */
  private static final List<String> UNKNOWN =
      List.of("do_thumbnail", "do_align_long_axis", "do_image_splitting");

  /** From this edge on ConvNeXT's pictures are stretched, not cut. */
  private static final int UNCUT_EDGE = 384;

  /** What ConvNeXT cuts out where the file does not tell. */
  private static final double CROP_PART = 224 / 256.0;

  /** @throws ModelFileException if the file does not say all that is needed, or asks for what is not known here */
  static PictureFit read(JsonFile json) {
    for (String step : UNKNOWN) {
      if (json.flag(step, false)) {
        throw json.wrong(step, "false: this step is not known here");
      }
    }
    if (json.has("size_divisor")) {
      throw json.wrong("size_divisor", "none: this step is not known here");
    }
    if (!json.flag("do_resize", true)) {
      throw json.wrong("do_resize", "true: pictures have all sizes");
    }
    if (ProcessorType.of(json).isScalingUp()) {
      throw json.wrong(
          "size",
          "that of another class: LeViT's makes pictures 256/224 of it, which is not known here");
    }
    if (ProcessorType.of(json).isPaddingFirst() && json.flag("do_pad", false)) {
      int colour = PixelValues.meanColour(json);
      PictureFit fit = unpadded(json);
      return new PictureFit(
          fit.width, fit.height, picture -> fit.steps.apply(square(picture, colour)));
    }
    return json.flag("do_pad", false) ? padded(json) : unpadded(json);
  }

  private static PictureFit unpadded(JsonFile json) {
    boolean isCut = json.flag("do_center_crop", false);
    if (json.has("crop_pct") || ProcessorType.of(json).isCuttingPart()) {
      return isCut ? cut(json, enlarged(json)) : part(json);
    }
    return isCut ? cut(json, SizeRule.read(json, "size")) : stretched(json);
  }

  private static PictureFit stretched(JsonFile json) {
    SizeRule rule = SizeRule.read(json, "size");
    SizeRule.Size size = rule.most();
    if (size == null || !size.equals(rule.least())) {
      throw json.wrong(
          "size",
          "a height and a width, for neither 'do_center_crop' nor 'do_pad' is true: all pictures get one size");
    }
    return new PictureFit(size.width(), size.height(), resized(rule, filter(json)));
  }

  private static PictureFit cut(JsonFile json, SizeRule rule) {
    SizeRule.Size crop = SizeRule.Size.read(json, "crop_size");
    if (rule.least() != null && !crop.isWithin(rule.least())) {
      throw json.wrong("crop_size", "no more than 'size' gives");
    }
    return cut(rule, crop, filter(json));
  }

  private static PictureFit cut(SizeRule rule, SizeRule.Size crop, Resampling filter) {
    UnaryOperator<RgbImage> resized = resized(rule, filter);
    return new PictureFit(
        crop.width(),
        crop.height(),
        picture -> resized.apply(picture).centre(crop.width(), crop.height()));
  }

  /** The middle of a picture whose shorter edge is larger than the file says: as {@code crop_pct} goes with a size of the crop. */
  private static SizeRule enlarged(JsonFile json) {
    return SizeRule.shortestEdge((int) (SizeRule.edge(json) / cropPart(json)));
  }

  /** The same without a size of the crop: as in ConvNeXT. */
  private static PictureFit part(JsonFile json) {
    int edge = SizeRule.edge(json);
    SizeRule.Size size = new SizeRule.Size(edge, edge);
    return edge < UNCUT_EDGE
        ? cut(enlarged(json), size, filter(json))
        : new PictureFit(edge, edge, resized(SizeRule.exactly(size), filter(json)));
  }

  private static double cropPart(JsonFile json) {
    double part = json.number("crop_pct", CROP_PART);
    if (!(part > 0 && part <= 1)) {
      throw json.wrong("crop_pct", "a number above 0, at most 1");
    }
    return part;
  }

  private static PictureFit padded(JsonFile json) {
    SizeRule rule = SizeRule.read(json, "size");
    SizeRule.Size size = SizeRule.Size.read(json, "pad_size");
    if (json.flag("do_center_crop", false)) {
      throw json.wrong("do_center_crop", "false where 'do_pad' is true");
    }
    if (rule.most() == null || !rule.most().isWithin(size)) {
      throw json.wrong("pad_size", "at least what 'size' can give");
    }
    return new PictureFit(size.width(), size.height(), resized(rule, filter(json)));
  }

  private static RgbImage square(RgbImage picture, int colour) {
    int edge = Math.max(picture.width(), picture.height());
    return picture.placed(
        edge, edge, (edge - picture.width()) / 2, (edge - picture.height()) / 2, colour);
  }

  private static UnaryOperator<RgbImage> resized(SizeRule rule, Resampling filter) {
    return picture -> {
      SizeRule.Size size = rule.of(picture.width(), picture.height());
      return PillowResize.resize(picture, size.width(), size.height(), filter);
    };
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
}
