package io.heimdex.local.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** The faults of a run, drawn from a seed: the same arguments give the same plan. */
public final class FaultPlan {
  /** Enough for a video to be anywhere between upload and commit. */
  private static final int MAX_DELAY_MILLIS = 1500;

  private static final int MIN_DURATION_MILLIS = 1000;
  private static final int MAX_DURATION_MILLIS = 4000;
  private static final int CHOICES = 1 << 20;

  private FaultPlan() {}

  /** Draws faults. Each kind comes about as often as any other: none a second time before all have come. */
  public static List<Fault> draw(long seed, int count, Collection<FaultKind> kinds) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("There is no kind of fault to draw from");
    }
    Random random = new Random(seed);
    List<FaultKind> round = new ArrayList<>();
    List<Fault> plan = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      if (round.isEmpty()) {
        round.addAll(new TreeSet<>(kinds));
        Collections.shuffle(round, random);
      }
      plan.add(new Fault(
          number,
          round.remove(round.size() - 1),
          millis(random, 0, MAX_DELAY_MILLIS),
          millis(random, MIN_DURATION_MILLIS, MAX_DURATION_MILLIS),
          random.nextInt(CHOICES)));
    }
    return List.copyOf(plan);
  }

  private static Duration millis(Random random, int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }
}
