package io.heimdex.operators.decoder;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.DecoderFaultException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VigilTest {
  private final Vigil vigil = new Vigil(Impatient.settings()
      .cpu(Duration.ofSeconds(10))
      .wall(Duration.ofSeconds(60))
      .build());

  @Test
  void letsAProcessThatDecodesTakeAllTheTimeItNeeds() {
    vigil.begin(seconds(0));
    for (int frame = 1; frame < 100; frame++) {
      vigil.pulse(frame, frame, seconds(50 * frame));
      assertPasses(50 * frame, 9 * frame);
    }
  }

  @Test
  void losesPatienceWithAProcessThatReadsNothing() {
    vigil.begin(seconds(0));
    vigil.pulse(1, 0, seconds(1));
    vigil.pulse(1, 0, seconds(60));
    assertPasses(61, 0);
    assertStuck(62, 0, "no progress for 60 s");
  }

  @Test
  void losesPatienceWithAProcessThatReadsAndCalculatesButDecodesNothing() {
    vigil.begin(seconds(0));
    assertPasses(0, 100);
    vigil.pulse(1, 0, seconds(5));
    assertPasses(5, 100);
    vigil.pulse(2, 0, seconds(10));
    assertPasses(10, 110);
    vigil.pulse(3, 0, seconds(11));
    assertStuck(11, 111, "10 s of CPU time");
  }

  @Test
  void doesNotCountTheTimeInWhichNobodyWaits() {
    vigil.begin(seconds(0));
    assertPasses(1, 1);
    vigil.begin(seconds(1000));
    assertPasses(1059, 500);
  }

  private void assertPasses(long second, long cpuSeconds) {
    assertThatCode(() -> vigil.check(seconds(second), Duration.ofSeconds(cpuSeconds)))
        .doesNotThrowAnyException();
  }

  private void assertStuck(long second, long cpuSeconds, String text) {
    assertThatThrownBy(() -> vigil.check(seconds(second), Duration.ofSeconds(cpuSeconds)))
        .isInstanceOf(DecoderFaultException.class)
        .hasMessageContaining(text);
  }

  private static long seconds(long seconds) {
    return seconds * 1_000_000_000L;
  }
}
