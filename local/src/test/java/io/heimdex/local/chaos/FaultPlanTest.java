package io.heimdex.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

  @Test
  void theSameSeedGivesTheSamePlanAndAnotherSeedAnotherOne() {
    // When
    List<Fault> plan = FaultPlan.draw(7, 50, ALL);

    // Then
    assertThat(plan).hasSize(50);
    assertThat(FaultPlan.draw(7, 50, ALL)).isEqualTo(plan);
    assertThat(FaultPlan.draw(8, 50, ALL)).isNotEqualTo(plan);
  }

  @Test
  void everyKindComesBeforeAnyComesForTheSecondTime() {
    // When
    List<Fault> plan = FaultPlan.draw(3, 2 * ALL.size(), ALL);

    // Then
    Map<FaultKind, Long> times =
        plan.stream().collect(Collectors.groupingBy(Fault::kind, Collectors.counting()));
    assertThat(times.keySet()).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(times.values()).containsOnly(2L);
    assertThat(plan.subList(0, ALL.size())).extracting(Fault::kind).doesNotHaveDuplicates();
  }

  @Test
  void onlyTheKindsThatAreAskedForAreDrawn() {
    assertThat(FaultPlan.draw(1, 9, Set.of(FaultKind.KILL_S3, FaultKind.REPLAY)))
        .extracting(Fault::kind)
        .containsOnly(FaultKind.KILL_S3, FaultKind.REPLAY);
  }

  @Test
  void aKindIsKnownByItsLabelAndAnUnknownOneNamesAll() {
    assertThat(FaultKind.of("kill-before-commit")).isEqualTo(FaultKind.KILL_BEFORE_COMMIT);
    assertThatThrownBy(() -> FaultKind.of("flood"))
        .hasMessageContaining("'flood'")
        .hasMessageContaining("kill-task-manager")
        .hasMessageContaining("replay");
  }
}
