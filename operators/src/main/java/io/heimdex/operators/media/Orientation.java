package io.heimdex.operators.media;

import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.image.YuvImage;

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
    int width = swapsSides() ? image.height() : image.width();
    int height = swapsSides() ? image.width() : image.height();
    return equals(UPRIGHT)
        ? image
        : new RgbImage(width, height, turn(image.rgb(), image.width(), image.height(), 3));
  }

  /** Brings a picture upright. */
  YuvImage apply(YuvImage image) {
    if (equals(UPRIGHT)) {
      return image;
    }
    int columns = YuvImage.half(image.width());
    int rows = YuvImage.half(image.height());
    return new YuvImage(
        swapsSides() ? image.height() : image.width(),
        swapsSides() ? image.width() : image.height(),
        turn(image.y(), image.width(), image.height(), 1),
        turn(image.u(), columns, rows, 1),
        turn(image.v(), columns, rows, 1));
  }

  /** @param width of the plane as it is, in pixels */
  private byte[] turn(byte[] plane, int width, int height, int bytesPerPixel) {
    byte[] to = new byte[plane.length];
    int columns = swapsSides() ? height : width;
    int rows = swapsSides() ? width : height;
    // Where the first pixel comes from, and how far a step to the right and one down lead there.
    int origin = source(0, 0, width, height);
    int right = source(1, 0, width, height) - origin;
    int down = source(0, 1, width, height) - origin;
    int target = 0;
    for (int y = 0; y < rows; y++) {
      int from = bytesPerPixel * (origin + y * down);
      for (int x = 0; x < columns; x++, from += bytesPerPixel * right) {
        for (int i = 0; i < bytesPerPixel; i++) {
          to[target++] = plane[from + i];
        }
      }
    }
    return to;
  }

  /** Which pixel of a plane of this size is to be seen at a place of the upright one. */
  private int source(int x, int y, int width, int height) {
    int column = switch (degrees) {
      case 90 -> y;
      case 180 -> width - 1 - x;
      case 270 -> width - 1 - y;
      default -> x;
    };
    int row = switch (degrees) {
      case 90 -> height - 1 - x;
      case 180 -> height - 1 - y;
      case 270 -> x;
      default -> y;
    };
    return row * width + (mirrored ? width - 1 - column : column);
  }
}
