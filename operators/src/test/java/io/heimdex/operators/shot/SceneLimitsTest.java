package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SceneLimitsTest {
  @Test
  void rejectsScenesBelowTheResolutionOfRows() {
    assertThatThrownBy(() -> new SceneLimits(999, 0)).hasMessageContaining("999 us");
  }

  @Test
  void rejectsLimitsThatASplitCouldNotKeep() {
    assertThatThrownBy(() -> new SceneLimits(600_000, 1_000_000))
        .hasMessageContaining("1200000 us");
  }
}
