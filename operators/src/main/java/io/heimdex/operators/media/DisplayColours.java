package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE432;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Brings the colours of high dynamic range (PQ and HLG of BT.2100) and of wide gamut (BT.2020, Display P3) to those of a
 * plain display: BT.709's primaries, sRGB's curve.
 *
 * <p>PQ and HLG become light in cd/m²; what lies above a peak of 1,000 is cut off. BT.2390's curve (section 5.4.1, EETF) brings
 * the brightest of a pixel's three colours to a display that is as bright as the reference white of high dynamic range, 203
 * cd/m² (BT.2408); the other two keep their proportion, so grey stays grey and hue stays hue. Below some 90 cd/m² nothing
 * changes. Then the primaries are converted, and what BT.709 can't show is cut off.
 *
 * <p>Plain video of wide gamut is converted in linear light, by a display's gamma of 2.4 (BT.1886) there and back: grey keeps its
 * value. The primaries of SDTV (BT.601) are taken for BT.709's, as players do.
 *
 * <p>What a pixel becomes depends on it alone, on every machine. Thread-safe.
 */
final class DisplayColours {
  /** Of linear light to the primaries of BT.709 (BT.2087 for BT.2020; both by their chromaticities and D65). */
  private static final float[] FROM_BT2020 = {
    1.660_491f,
    -0.587_641f,
    -0.072_850f,
    -0.124_550f,
    1.132_900f,
    -0.008_349f,
    -0.018_151f,
    -0.100_579f,
    1.118_730f
  };

  private static final float[] FROM_DISPLAY_P3 = {
    1.224_940f, -0.224_940f, 0f, -0.042_057f, 1.042_057f, 0f, -0.019_638f, -0.078_636f, 1.098_274f
  };

  private static final float[] FROM_BT709 = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  private static final DisplayColours[] KNOWN = new DisplayColours[Curve.values().length * 3];

  /** How code values become light. */
  private enum Curve {
    PQ,
    HLG,
    GAMMA
  }

  private final LightCurves curves;
  private final float[] primaries;

  private DisplayColours(LightCurves curves, float[] primaries) {
    this.curves = curves;
    this.primaries = primaries;
  }

  /** For a frame; null if a plain display can show its colours as they are. */
  static @Nullable DisplayColours of(AVFrame frame) {
    Curve curve = curve(frame);
    float[] primaries = primaries(frame);
    if (curve == Curve.GAMMA && primaries == FROM_BT709) {
      return null;
    }
    return known(curve, primaries);
  }

  /** Whether a frame is of BT.2020 or BT.2100, by what it tells of its curve and its primaries. */
  static boolean areOfUltraHd(AVFrame frame) {
    return curve(frame) != Curve.GAMMA || frame.color_primaries() == AVCOL_PRI_BT2020;
  }

  private static Curve curve(AVFrame frame) {
    return switch (frame.color_trc()) {
      case AVCOL_TRC_SMPTE2084 -> Curve.PQ;
      case AVCOL_TRC_ARIB_STD_B67 -> Curve.HLG;
      default -> Curve.GAMMA;
    };
  }

  private static float[] primaries(AVFrame frame) {
    return switch (frame.color_primaries()) {
      case AVCOL_PRI_BT2020 -> FROM_BT2020;
      case AVCOL_PRI_SMPTE432 -> FROM_DISPLAY_P3;
      case AVCOL_PRI_BT709 -> FROM_BT709;
      case AVCOL_PRI_UNSPECIFIED -> curve(frame) == Curve.GAMMA ? FROM_BT709 : FROM_BT2020;
      default -> FROM_BT709;
    };
  }

  private static synchronized DisplayColours known(Curve curve, float[] primaries) {
    int gamut = primaries == FROM_BT2020 ? 0 : primaries == FROM_DISPLAY_P3 ? 1 : 2;
    int index = 3 * curve.ordinal() + gamut;
    if (KNOWN[index] == null) {
      LightCurves curves = switch (curve) {
        case PQ -> LightCurves.pq();
        case HLG -> LightCurves.hlg();
        case GAMMA -> LightCurves.gamma();
      };
      KNOWN[index] = new DisplayColours(curves, primaries);
    }
    return KNOWN[index];
  }

  /**
   * Converts pixels.
   *
   * @param rgb48 red, green and blue of 16 bits each, the lower byte first
   * @param rgb red, green and blue of 8 bits each
   */
  void convert(byte[] rgb48, byte[] rgb) {
    for (int to = 0, from = 0; to < rgb.length; to += 3, from += 6) {
      float red = curves.light(code(rgb48, from));
      float green = curves.light(code(rgb48, from + 2));
      float blue = curves.light(code(rgb48, from + 4));
      float scale = curves.scale(red, green, blue);
      red *= scale;
      green *= scale;
      blue *= scale;
      rgb[to] = curves.encode(row(0, red, green, blue));
      rgb[to + 1] = curves.encode(row(3, red, green, blue));
      rgb[to + 2] = curves.encode(row(6, red, green, blue));
    }
  }

  private float row(int at, float red, float green, float blue) {
    return primaries[at] * red + primaries[at + 1] * green + primaries[at + 2] * blue;
  }

  private static int code(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }
}
