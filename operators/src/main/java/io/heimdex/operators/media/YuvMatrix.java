package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;

/**
 * From luma and chroma of one matrix to those of BT.601, which JPEG has; both of full range. In 16 bits behind the point. Immutable.
 *
 * <p>A matrix is given by the weights of red and blue in luma (BT.601: 0.299 and 0.114).
 */
final class YuvMatrix {
  private static final YuvMatrix BT601 = new YuvMatrix(0.299, 0.114);
  private static final YuvMatrix BT709 = new YuvMatrix(0.2126, 0.0722);
  private static final YuvMatrix BT2020 = new YuvMatrix(0.2627, 0.0593);
  private static final YuvMatrix SMPTE240M = new YuvMatrix(0.212, 0.087);

  private static final int ROUND = 1 << 15;

  private final int lumaOfU;
  private final int lumaOfV;
  private final int uOfU;
  private final int uOfV;
  private final int vOfU;
  private final int vOfV;

  private YuvMatrix(double red, double blue) {
    double green = 1 - red - blue;
    // What a step of u or v does to red, green and blue.
    double blueOfU = 2 * (1 - blue);
    double redOfV = 2 * (1 - red);
    double greenOfU = -blueOfU * blue / green;
    double greenOfV = -redOfV * red / green;
    // And what that is in BT.601. Grey, where u and v are 0, stays as it is.
    double shiftOfU = 0.587 * greenOfU + 0.114 * blueOfU;
    double shiftOfV = 0.299 * redOfV + 0.587 * greenOfV;
    lumaOfU = fixed(shiftOfU);
    lumaOfV = fixed(shiftOfV);
    uOfU = fixed((blueOfU - shiftOfU) / 1.772);
    uOfV = fixed(-shiftOfV / 1.772);
    vOfU = fixed(-shiftOfU / 1.402);
    vOfV = fixed((redOfV - shiftOfV) / 1.402);
  }

  private static int fixed(double value) {
    return (int) Math.rint(value * (1 << 16));
  }

  /** @param colourSpace one of FFmpeg's AVCOL_SPC; unknown ones are taken for BT.601, as swscale takes them */
  static YuvMatrix of(int colourSpace) {
    return switch (colourSpace) {
      case AVCOL_SPC_BT709 -> BT709;
      case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL -> BT2020;
      case AVCOL_SPC_SMPTE240M -> SMPTE240M;
      default -> BT601;
    };
  }

  /** Converts planes of 4:2:0 in place. */
  void toBt601(int width, byte[] y, byte[] u, byte[] v) {
    if (this == BT601) {
      return;
    }
    int columns = (width + 1) / 2;
    int height = y.length / width;
    for (int at = 0; at < u.length; at++) {
      int blueness = (u[at] & 0xff) - 128;
      int redness = (v[at] & 0xff) - 128;
      if ((blueness | redness) == 0) {
        continue;
      }
      int shift = (lumaOfU * blueness + lumaOfV * redness + ROUND) >> 16;
      u[at] = clamp(128 + ((uOfU * blueness + uOfV * redness + ROUND) >> 16));
      v[at] = clamp(128 + ((vOfU * blueness + vOfV * redness + ROUND) >> 16));
      int left = at % columns * 2;
      int top = at / columns * 2;
      for (int row = top; row < Math.min(height, top + 2); row++) {
        for (int column = left; column < Math.min(width, left + 2); column++) {
          int pixel = row * width + column;
          y[pixel] = clamp((y[pixel] & 0xff) + shift);
        }
      }
    }
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
