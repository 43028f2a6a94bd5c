package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GroupPlanTest {
  private static final int SYNC = 40_000;

  @Test
  void skipsAGroupWhoseEndsAgreeAndWhereNothingStandsOut() {
    assertThat(new GroupPlan(group(60, 3000), 5).isSkipped()).isTrue();
  }

  @Test
  void decodesAGroupWhoseEndsDiffer() {
    assertThat(new GroupPlan(group(60, 3000), 12).isSkipped()).isFalse();
  }

  @Test
  void wantsBetterAgreementOfAShortGroup() {
    assertThat(new GroupPlan(group(12, 3000), 5).isSkipped()).isFalse();
    assertThat(new GroupPlan(group(12, 3000), 2).isSkipped()).isTrue();
  }

  @Test
  void decodesAGroupWhereAPacketStandsOutThoughItsEndsAgree() {
    // Given a shot that goes away and comes back
    int[] sizes = group(60, 3000);
    sizes[20] = 30_000;
    sizes[40] = 30_000;

    // When
    GroupPlan plan = new GroupPlan(sizes, 1);

    // Then
    assertThat(plan.isSkipped()).isFalse();
    assertThat(plan.lastStandingOut()).isEqualTo(40);
    assertThat(plan.isCalmFrom(40)).isFalse();
    assertThat(plan.isCalmFrom(50)).isTrue();
  }

  @Test
  void leavesAloneWhatStandsOutButIsSmallAgainstTheSyncFrame() {
    int[] sizes = group(60, 100);
    sizes[20] = 1900;
    assertThat(new GroupPlan(sizes, 1).isSkipped()).isTrue();
  }

  @Test
  void skipsAGroupOfPacketsThatChangeNothingWhateverItsEnds() {
    assertThat(new GroupPlan(group(60, 100), Double.POSITIVE_INFINITY).isSkipped())
        .isTrue();
    assertThat(new GroupPlan(group(60, 300), Double.POSITIVE_INFINITY).isSkipped())
        .isFalse();
  }

  @Test
  void isStillWhereNoPacketNearbyChangesMuch() {
    int[] sizes = group(60, 100);
    sizes[30] = 20_000;
    GroupPlan plan = new GroupPlan(sizes, 50);
    assertThat(plan.isStillAround(21)).isTrue();
    assertThat(plan.isStillAround(22)).isFalse();
    assertThat(plan.isStillAround(38)).isFalse();
    assertThat(plan.isStillAround(39)).isTrue();
  }

  @Test
  void takesAGroupOfOneFrame() {
    assertThat(new GroupPlan(new int[] {SYNC}, 99).isSkipped()).isTrue();
  }

  private static int[] group(int frames, int size) {
    int[] sizes = new int[frames];
    Arrays.fill(sizes, size);
    sizes[0] = SYNC;
    return sizes;
  }
}
