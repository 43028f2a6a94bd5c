package io.heimdex.operators.media;

import io.heimdex.operators.image.RgbImage;

/**
 * How a coded picture is brought upright: mirrored left to right or not, then turned clockwise.
 *
 * @param degrees 0, 90, 180 or 270
 */
public record Orientation(int degrees, boolean mirrored) {
  public static final Orientation UPRIGHT = new Orientation(0, false);

  /** Numbers of a display matrix. */
  public static final int MATRIX_LENGTH = 9;

  /** What lies on the other diagonal, as a share of the greater one: a tilt of up to about 6 degrees. */
  private static final double GREATEST_TILT = 0.1;

  public Orientation {
    if (degrees != 0 && degrees != 90 && degrees != 180 && degrees != 270) {
      throw new IllegalArgumentException(
          "A picture can't be turned by " + degrees + " degrees; expected 0, 90, 180 or 270");
    }
  }

  /**
   * That of a display matrix (ISO/IEC 14496-12, 6.2.2; FFmpeg's display.h). Its first two rows say where a step to the right
   * and a step down in the coded picture lead. A matrix that does not turn by quarters is ignored: players disagree about
   * it. So is one that shrinks a side to nothing.
   */
  public static Orientation of(int[] matrix) {
    double right = matrix[0];
    double rightDown = matrix[1];
    double downRight = matrix[3];
    double down = matrix[4];
    if (isSmall(rightDown, downRight, right, down)) {
      return new Orientation(down > 0 ? 0 : 180, right > 0 != down > 0);
    }
    if (isSmall(right, down, rightDown, downRight)) {
      return new Orientation(downRight < 0 ? 90 : 270, rightDown > 0 == downRight > 0);
    }
    return UPRIGHT;
  }

  private static boolean isSmall(double a, double b, double otherA, double otherB) {
    return Math.max(Math.abs(a), Math.abs(b))
        < GREATEST_TILT * Math.min(Math.abs(otherA), Math.abs(otherB));
  }

  /** What undoes this one. */
  public Orientation inverse() {
    // To mirror turns a turn round: what is mirrored first, and then turned, undoes itself.
    return mirrored ? this : new Orientation((360 - degrees) % 360, false);
  }

  /** Whether width and height change places. */
  public boolean swapsSides() {
    return degrees % 180 == 90;
  }

  /** The matrix that says so, in 16.16 fixed point; the last number of a row in 2.30. */
  public int[] matrix() {
    int one = 1 << 16;
    int sign = mirrored ? -one : one;
    return switch (degrees) {
      case 90 -> new int[] {0, sign, 0, -one, 0, 0, 0, 0, 1 << 30};
      case 180 -> new int[] {-sign, 0, 0, 0, -one, 0, 0, 0, 1 << 30};
      case 270 -> new int[] {0, -sign, 0, one, 0, 0, 0, 0, 1 << 30};
      default -> new int[] {sign, 0, 0, 0, one, 0, 0, 0, 1 << 30};
    };
  }

  /** Brings a picture upright. */
  public RgbImage apply(RgbImage image) {
    if (equals(UPRIGHT)) {
      return image;
    }
    int width = swapsSides() ? image.height() : image.width();
    int height = swapsSides() ? image.width() : image.height();
    byte[] from = image.rgb();
    byte[] to = new byte[from.length];
    // Where the first pixel comes from, and how far a step to the right and one down lead there.
    int origin = at(image, 0, 0, width, height);
    int right = width > 1 ? at(image, 1, 0, width, height) - origin : 0;
    int down = height > 1 ? at(image, 0, 1, width, height) - origin : 0;
    int target = 0;
    for (int y = 0; y < height; y++) {
      int source = origin + y * down;
      for (int x = 0; x < width; x++, source += right) {
        to[target++] = from[source];
        to[target++] = from[source + 1];
        to[target++] = from[source + 2];
      }
    }
    return new RgbImage(width, height, to);
  }

  /** Where in the source a pixel of the upright picture of this size lies. */
  private int at(RgbImage source, int x, int y, int width, int height) {
    int turnedX = switch (degrees) {
      case 90 -> y;
      case 180 -> width - 1 - x;
      case 270 -> height - 1 - y;
      default -> x;
    };
    int turnedY = switch (degrees) {
      case 90 -> width - 1 - x;
      case 180 -> height - 1 - y;
      case 270 -> x;
      default -> y;
    };
    int column = mirrored ? source.width() - 1 - turnedX : turnedX;
    return 3 * (turnedY * source.width() + column);
  }
}
