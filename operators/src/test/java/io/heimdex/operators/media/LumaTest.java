package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.image.YuvImage;
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
    Luma luma = Luma.of(halves(1024, 384));
    assertThat(luma.width()).isEqualTo(256);
    assertThat(luma.height()).isEqualTo(96);
    assertThat(luma.mean()).isEqualTo(50);
    assertThat(Luma.of(halves(1024, 1)).height()).isEqualTo(1);
  }

  private static YuvImage halves(int width, int height) {
    byte[] luma = new byte[width * height];
    Arrays.fill(luma, luma.length / 2, luma.length, (byte) 100);
    byte[] chroma = new byte[YuvImage.half(width) * YuvImage.half(height)];
    return new YuvImage(width, height, luma, chroma, chroma);
  }

  private static Luma luma(int width, int height, IntBinaryOperator pixel) {
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) pixel.applyAsInt(i % width, i / width);
    }
    return new Luma(width, height, pixels);
  }
}
