package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LumaTest {

  @Test
  void findsAFlatPictureWithoutSharpness() {
    byte[] flat = new byte[100];
    Arrays.fill(flat, (byte) 200);
    assertThat(Luma.mean(flat)).isEqualTo(200);
    assertThat(Luma.laplacianVariance(flat, 10, 10)).isZero();
  }

  @Test
  void findsAnEdgeSharperThanARamp() {
    byte[] edge = new byte[100];
    byte[] ramp = new byte[100];
    for (int i = 0; i < 100; i++) {
      edge[i] = (byte) (i % 10 < 5 ? 0 : 250);
      ramp[i] = (byte) (25 * (i % 10));
    }
    assertThat(Luma.laplacianVariance(ramp, 10, 10)).isZero();
    assertThat(Luma.laplacianVariance(edge, 10, 10)).isEqualTo(250f * 250 / 4);
  }

  @Test
  void measuresPicturesTooSmallToHaveNeighbours() {
    assertThat(Luma.laplacianVariance(new byte[] {1, 2}, 2, 1)).isZero();
  }
}
