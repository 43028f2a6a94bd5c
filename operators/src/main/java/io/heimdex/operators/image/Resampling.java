package io.heimdex.operators.image;

/**
 * Filters for resizing, as Pillow defines them.
 *
 * <p>Source of the formulas: Keys, <i>Cubic convolution interpolation for digital image processing</i> (1981), with a = −0.5, for
 * {@link #BICUBIC}; Duchon, <i>Lanczos filtering in one and two dimensions</i> (1979), with three lobes, for {@link #LANCZOS}.
 */
public enum Resampling {
  BOX(0.5) {
    @Override
    double weight(double x) {
      return x > -0.5 && x <= 0.5 ? 1 : 0;
    }
  },
  BILINEAR(1) {
    @Override
    double weight(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  },
  HAMMING(1) {
    @Override
    double weight(double x) {
      return Math.abs(x) >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x));
    }
  },
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double d = Math.abs(x);
      if (d < 1) {
        return ((A + 2) * d - (A + 3)) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
    }
  },
  LANCZOS(3) {
    @Override
    double weight(double x) {
      return Math.abs(x) >= 3 ? 0 : sinc(x) * sinc(x / 3);
    }
  };

  private static final double A = -0.5;

  private final double support;

  Resampling(double support) {
    this.support = support;
  }

  /** Beyond this distance, in source pixels when nothing shrinks, the weight is 0. */
  double support() {
    return support;
  }

  /** How much a source pixel at this distance counts, before the weights of all are brought to a sum of 1. */
  abstract double weight(double x);

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
