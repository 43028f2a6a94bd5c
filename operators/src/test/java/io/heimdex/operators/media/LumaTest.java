package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.image.RgbImage;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class LumaTest {
  @Test
  void findsAFlatPictureWithoutSharpnessAndContrast() {
    Luma flat = luma(10, 10, (x, y) -> 200);
    assertThat(flat.mean()).isEqualTo(200);
    assertThat(flat.laplacianVariance()).isZero();
    assertThat(flat.deviation()).isZero();
    assertThat(flat.clipped()).isZero();
  }

  @Test
  void findsAnEdgeSharperThanARamp() {
    Luma ramp = luma(10, 10, (x, y) -> 25 * x);
    Luma edge = luma(10, 10, (x, y) -> x < 5 ? 0 : 250);
    assertThat(ramp.laplacianVariance()).isZero();
    assertThat(edge.laplacianVariance()).isEqualTo(250f * 250 / 4);
    assertThat(edge.deviation()).isEqualTo(125);
    assertThat(edge.clipped()).isEqualTo(1);
  }

  @Test
  void measuresPicturesTooSmallToHaveNeighbours() {
    assertThat(luma(2, 1, (x, y) -> x).laplacianVariance()).isZero();
  }

  @Test
  void bringsPicturesOfAllSizesToAboutOne() {
    byte[] halves = new byte[3 * 1024 * 384];
    Arrays.fill(halves, halves.length / 2, halves.length, (byte) 100);
    Luma luma = Luma.of(new RgbImage(1024, 384, halves));
    assertThat(luma.width()).isEqualTo(256);
    assertThat(luma.height()).isEqualTo(96);
    assertThat(luma.mean()).isEqualTo(50);
    assertThat(Luma.of(new RgbImage(1024, 1, new byte[3072])).height()).isEqualTo(1);
  }

  @Test
  void weighsColoursAsTheEyeDoes() {
    byte[] colours = {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255};
    assertThat(Luma.of(new RgbImage(3, 1, colours)).pixels())
        .containsExactly((byte) 76, (byte) 149, (byte) 28);
  }

  private static Luma luma(int width, int height, IntBinaryOperator pixel) {
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) pixel.applyAsInt(i % width, i / width);
    }
    return new Luma(width, height, pixels);
  }
}
