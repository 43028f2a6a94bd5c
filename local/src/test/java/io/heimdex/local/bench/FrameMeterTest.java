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
  void anAttemptThatHasCountedMoreThanTheOneBeforeWhenFirstSeenIsOneOfItsOwn() {
    // When: the old value is shown until there is one of the new attempt
    meter.look(100, Map.of(0, 110L));
    meter.restarted();
    meter.look(200, Map.of(0, 110L));
    meter.look(300, Map.of(0, 150L));
    meter.look(400, Map.of(0, 160L));

    // Then
    assertThat(meter.total()).isEqualTo(110 + 160);
    assertThat(meter.inTheLast(1000, 1000)).isEqualTo(110);
  }

  @Test
  void anAttemptThatEndsWithTheValueOfTheOneBeforeCounts() {
    // When
    meter.look(100, Map.of(0, 110L));
    meter.restarted();
    meter.look(200, Map.of(0, 110L));

    // Then
    assertThat(meter.total()).isEqualTo(110 + 110);
    assertThat(meter.inTheLast(1000, 1000)).isEqualTo(110);
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
    assertThat(meter.inTheLast(100, 1000)).isEqualTo(60);
    assertThat(meter.inTheLast(200, 1000)).isEqualTo(90);
    assertThat(meter.inTheLast(1000, 1000)).isEqualTo(100);
  }

  @Test
  void whatASurvivorCountsAfterTheCutIsToldApart() {
    // When: subtask 0 ends with the cut at 250, subtask 1 goes on to 400
    meter.look(100, Map.of(0, 10L, 1, 10L));
    meter.look(200, Map.of(0, 50L, 1, 60L));
    meter.look(300, Map.of(0, 50L, 1, 100L));
    meter.look(400, Map.of(0, 50L, 1, 170L));
    meter.look(500, Map.of(0, 0L, 1, 0L));
    meter.look(600, Map.of(0, 70L, 1, 70L));

    // Then
    assertThat(meter.after(250)).isEqualTo(110);
    assertThat(meter.inTheLast(100, 250)).isEqualTo(40 + 50);
    assertThat(meter.total()).isEqualTo(50 + 170 + 70 + 70);
  }

  @Test
  void whatNeverFailedHasNoLastTime() {
    // When
    meter.look(100, Map.of(0, 10L));
    meter.look(200, Map.of(0, 40L));

    // Then
    assertThat(meter.inTheLast(1000, 1000)).isZero();
    assertThat(meter.after(0)).isZero();
    assertThat(meter.total()).isEqualTo(40);
  }
}
