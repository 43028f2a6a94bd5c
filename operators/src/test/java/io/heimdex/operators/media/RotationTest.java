package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.image.RgbImage;
import org.junit.jupiter.api.Test;

class RotationTest {
  /** One row: 1, 2, 3. */
  private static final RgbImage ROW = new RgbImage(3, 1, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3});

  @Test
  void turnsClockwise() {
    assertThat(reds(Rotation.clockwise(ROW, 0))).isEqualTo("3x1 1 2 3");
    assertThat(reds(Rotation.clockwise(ROW, 90))).isEqualTo("1x3 1 2 3");
    assertThat(reds(Rotation.clockwise(ROW, 180))).isEqualTo("3x1 3 2 1");
    assertThat(reds(Rotation.clockwise(ROW, 270))).isEqualTo("1x3 3 2 1");
  }

  @Test
  void bringsTheTopRightCornerToTheBottomRight() {
    RgbImage square = new RgbImage(2, 2, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
    assertThat(reds(Rotation.clockwise(square, 90))).isEqualTo("2x2 3 1 4 2");
  }

  @Test
  void turnsByQuartersOnly() {
    assertThatThrownBy(() -> Rotation.clockwise(ROW, 45)).hasMessageContaining("45");
  }

  private static String reds(RgbImage image) {
    StringBuilder text = new StringBuilder(image.width() + "x" + image.height());
    for (int i = 0; i < image.rgb().length; i += 3) {
      text.append(' ').append(image.rgb()[i]);
    }
    return text.toString();
  }
}
