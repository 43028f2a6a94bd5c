package io.heimdex.operators.media;

/**
 * From code values to light, and from light to a plain display's code values; by tables, made with StrictMath so that they
 * are the same on every machine. Light is 1 at the white of the plain display. Thread-safe.
 */
final class LightCurves {
  /** Reference white of high dynamic range, in cd/m² (BT.2408): here the white of the plain display. */
  private static final double WHITE = 203;
  /** What most films are graded on, and HLG's nominal display: in cd/m². */
  private static final double PEAK = 1000;
  /** HLG's system gamma on a display of 1,000 cd/m² (BT.2100, table 5), less 1. */
  private static final double HLG_GAMMA_LESS_1 = 0.2;

  private static final int CODES = 1 << 16;
  private static final int SCALES = 1 << 12;
  private static final int LEVELS = 1 << 14;

  private final float[] light = new float[CODES];
  /** By the fourth root of light: about as fine as the eye. Empty if nothing is compressed. */
  private final float[] scales;
  /** By the fourth root of luminance: HLG's light depends on all three colours. Empty for other curves. */
  private final float[] systemGamma;

  private final byte[] encoded = new byte[LEVELS];

  private LightCurves(Function toLight, boolean compresses, boolean isHlg, Function encoding) {
    for (int code = 0; code < CODES; code++) {
      light[code] = (float) toLight.of(code / (CODES - 1.0));
    }
    scales = new float[compresses ? SCALES : 0];
    systemGamma = new float[isHlg ? SCALES : 0];
    for (int i = 0; i < scales.length; i++) {
      double value = lightOfRoot(i);
      scales[i] = (float) (value == 0 ? 1 : compress(value * WHITE) / (value * WHITE));
    }
    for (int i = 0; i < systemGamma.length; i++) {
      double ofPeak = lightOfRoot(i) * WHITE / PEAK;
      systemGamma[i] = (float) StrictMath.pow(ofPeak, HLG_GAMMA_LESS_1);
    }
    for (int level = 0; level < LEVELS; level++) {
      encoded[level] = (byte) StrictMath.rint(255 * encoding.of(level / (LEVELS - 1.0)));
    }
  }

  static LightCurves pq() {
    return new LightCurves(code -> pqLight(code) / WHITE, true, false, LightCurves::srgb);
  }

  static LightCurves hlg() {
    return new LightCurves(
        code -> hlgSceneLight(code) * PEAK / WHITE, true, true, LightCurves::srgb);
  }

  static LightCurves gamma() {
    return new LightCurves(
        code -> StrictMath.pow(code, 2.4), false, false, level -> StrictMath.pow(level, 1 / 2.4));
  }

  /** Light of a code value of 16 bits. */
  float light(int code) {
    return light[code];
  }

  /** What to multiply a pixel's light by, so that the plain display can show it. */
  float scale(float red, float green, float blue) {
    if (scales.length == 0) {
      return 1;
    }
    float greatest = Math.max(red, Math.max(green, blue));
    if (systemGamma.length == 0) {
      return compression(greatest);
    }
    // The luminance of BT.2100's primaries.
    float gamma = systemGamma[index(0.2627f * red + 0.6780f * green + 0.0593f * blue)];
    return gamma * compression(gamma * greatest);
  }

  private float compression(float greatest) {
    return greatest >= PEAK / WHITE ? 1 / greatest : scales[index(greatest)];
  }

  /** The code value of light on the plain display; what it can't show is cut off. */
  byte encode(float value) {
    return encoded[(int) (Math.max(0, Math.min(1, value)) * (LEVELS - 1) + 0.5f)];
  }

  private static int index(float value) {
    double root = Math.sqrt(Math.sqrt(value * (WHITE / PEAK)));
    return (int) Math.min(SCALES - 1, root * (SCALES - 1) + 0.5);
  }

  private static double lightOfRoot(int index) {
    double root = (double) index / (SCALES - 1);
    return root * root * root * root * (PEAK / WHITE);
  }

  /** BT.2390's EETF from {@link #PEAK} to {@link #WHITE}, black staying black; cd/m² to cd/m². */
  private static double compress(double candelas) {
    double whiteOfPeak = pqCode(WHITE) / pqCode(PEAK);
    double knee = 1.5 * whiteOfPeak - 0.5;
    double value = Math.min(1, pqCode(candelas) / pqCode(PEAK));
    if (value < knee) {
      return candelas;
    }
    double t = (value - knee) / (1 - knee);
    double squared = t * t;
    double cubed = squared * t;
    double bent = (2 * cubed - 3 * squared + 1) * knee
        + (cubed - 2 * squared + t) * (1 - knee)
        + (3 * squared - 2 * cubed) * whiteOfPeak;
    return pqLight(bent * pqCode(PEAK));
  }

  // BT.2100, table 4: the constants of PQ.
  private static final double M1 = 2610.0 / 16384;
  private static final double M2 = 2523.0 / 4096 * 128;
  private static final double C1 = 3424.0 / 4096;
  private static final double C2 = 2413.0 / 4096 * 32;
  private static final double C3 = 2392.0 / 4096 * 32;

  /** PQ's EOTF: 0 to 1 gives cd/m². */
  static double pqLight(double code) {
    double root = StrictMath.pow(code, 1 / M2);
    return 10_000 * StrictMath.pow(Math.max(0, root - C1) / (C2 - C3 * root), 1 / M1);
  }

  /** The inverse of {@link #pqLight}. */
  static double pqCode(double candelas) {
    double power = StrictMath.pow(candelas / 10_000, M1);
    return StrictMath.pow((C1 + C2 * power) / (1 + C3 * power), M2);
  }

  /** The inverse of HLG's OETF (BT.2100, table 5): 0 to 1 gives 0 to 1. */
  static double hlgSceneLight(double code) {
    double a = 0.178_832_77;
    double b = 1 - 4 * a;
    double c = 0.5 - a * StrictMath.log(4 * a);
    return code <= 0.5 ? code * code / 3 : (StrictMath.exp((code - c) / a) + b) / 12;
  }

  /** IEC 61966-2-1. */
  private static double srgb(double value) {
    return value <= 0.003_130_8 ? 12.92 * value : 1.055 * StrictMath.pow(value, 1 / 2.4) - 0.055;
  }

  /** Of one number. */
  @FunctionalInterface
  private interface Function {
    double of(double value);
  }
}
