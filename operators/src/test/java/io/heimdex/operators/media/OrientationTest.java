package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.image.RgbImage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrientationTest {
  /** Two rows: 1 2 3 and 4 5 6. */
  private static final RgbImage PICTURE =
      new RgbImage(3, 2, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6});

  static Stream<Orientation> all() {
    return Stream.of(0, 90, 180, 270)
        .flatMap(
            degrees -> Stream.of(new Orientation(degrees, false), new Orientation(degrees, true)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, 3x2 123456",
    "90, false, 2x3 415263",
    "180, false, 3x2 654321",
    "270, false, 2x3 362514",
    "0, true, 3x2 321654",
    "90, true, 2x3 635241",
    "180, true, 3x2 456123",
    "270, true, 2x3 142536",
  })
  void mirrorsThenTurnsClockwise(int degrees, boolean mirrored, String expected) {
    assertThat(text(new Orientation(degrees, mirrored).apply(PICTURE))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isUndoneByItsInverse(Orientation orientation) {
    RgbImage turned = orientation.apply(PICTURE);
    assertThat(text(orientation.inverse().apply(turned))).isEqualTo("3x2 123456");
  }

  @ParameterizedTest
  @MethodSource("all")
  void isReadFromItsMatrix(Orientation orientation) {
    assertThat(Orientation.of(orientation.matrix())).isEqualTo(orientation);
  }

  @ParameterizedTest
  @MethodSource("all")
  void showsEveryPixelWhereTheMatrixSendsIt(Orientation orientation) {
    int[] matrix = orientation.matrix();
    RgbImage shown = orientation.apply(PICTURE);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        // Halves, so that a mirrored pixel lands on a pixel.
        int toX = (matrix[0] >> 16) * (2 * x - 2) + (matrix[3] >> 16) * (2 * y - 1);
        int toY = (matrix[1] >> 16) * (2 * x - 2) + (matrix[4] >> 16) * (2 * y - 1);
        int at = (toY + shown.height() - 1) / 2 * shown.width() + (toX + shown.width() - 1) / 2;
        assertThat(shown.rgb()[3 * at]).isEqualTo((byte) (3 * y + x + 1));
      }
    }
  }

  @Test
  void ignoresWhatIsNoTurnByQuarters() {
    assertThat(Orientation.of(new int[] {46341, 46341, 0, -46341, 46341, 0, 0, 0, 1 << 30}))
        .as("45 degrees")
        .isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.of(new int[9])).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void takesASlightTiltForNone() {
    assertThat(Orientation.of(new int[] {3000, 65500, 0, -65500, 3000, 0, 0, 0, 1 << 30}))
        .isEqualTo(new Orientation(90, false));
  }

  @Test
  void turnsByQuartersOnly() {
    assertThatThrownBy(() -> new Orientation(45, false)).hasMessageContaining("45");
  }

  private static String text(RgbImage image) {
    StringBuilder text = new StringBuilder(image.width() + "x" + image.height() + " ");
    for (int i = 0; i < image.rgb().length; i += 3) {
      text.append(image.rgb()[i]);
    }
    return text.toString();
  }
}
