package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class VectorsTest {

  @Test
  void theMeanOfVectorsHasUnitLength() {
    float[] mean = Vectors.normalisedMean(List.of(new float[] {1, 0, 0}, new float[] {0, 1, 0}));

    assertThat(Vectors.norm(mean)).isCloseTo(1, within(1e-6));
    assertThat(mean[0]).isEqualTo(mean[1]).isCloseTo(0.7071f, within(1e-4f));
  }

  @Test
  void theMeanOfOneVectorIsThatVector() {
    assertThat(Vectors.normalisedMean(List.of(new float[] {0, 1})))
        .containsExactly(new float[] {0, 1}, within(1e-7f));
  }

  @Test
  void vectorsThatCancelOutLeaveTheFirst() {
    assertThat(Vectors.normalisedMean(List.of(new float[] {1, 0}, new float[] {-1, 0})))
        .containsExactly(new float[] {1, 0}, within(1e-7f));
  }
}
