package io.heimdex.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameMeterTest {
  private final FrameMeter meter = new FrameMeter();

  @Test
  void whatAFailedStartHadCountedIsAddedToWhatTheNextOneCounts() {
    // When: subtask 0 begins anew at once, subtask 1 shows its old value a while
    meter.look(100, Map.of(0, 10L, 1, 20L));
    meter.look(200, Map.of(0, 110L, 1, 220L));
    meter.look(300, Map.of(0, 5L, 1, 220L));
    meter.look(400, Map.of(0, 50L, 1, 30L));

    // Then
    assertThat(meter.total()).isEqualTo(110 + 220 + 50 + 30);
  }

  @Test
  void theLastTimeBeforeAFailureEndsWithTheLastFrameSeen() {
    // When: nothing is counted from 300 on, until the failure shows at 900
    meter.look(100, Map.of(0, 10L));
    meter.look(200, Map.of(0, 40L));
    meter.look(300, Map.of(0, 100L));
    meter.look(800, Map.of(0, 100L));
    meter.look(900, Map.of(0, 0L));

    // Then
    assertThat(meter.inTheLast(100)).isEqualTo(60);
    assertThat(meter.inTheLast(200)).isEqualTo(90);
    assertThat(meter.inTheLast(1000)).isEqualTo(100);
  }

  @Test
  void whatNeverFailedHasNoLastTime() {
    // When
    meter.look(100, Map.of(0, 10L));
    meter.look(200, Map.of(0, 40L));

    // Then
    assertThat(meter.inTheLast(1000)).isZero();
    assertThat(meter.total()).isEqualTo(40);
  }
}
