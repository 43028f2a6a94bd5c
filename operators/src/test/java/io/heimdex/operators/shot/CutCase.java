package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Frames whose cuts are known. */
interface CutCase {
  int frames();

  List<Long> cuts();

  /** Gives frames to a detector, and adds the cuts that it finds. */
  void feed(ShotDetector detector, int from, int to, List<Long> found);

  default void assertFoundBy(ShotDetector detector) {
    List<Long> found = new ArrayList<>();
    feed(detector, 0, frames(), found);
    assertThat(found).containsExactlyElementsOf(cuts());
    assertThat(detector.finish()).isEmpty();
  }

  /** By two detectors, of which the second goes on from a snapshot of the first. */
  default void assertFoundInTwoParts(Supplier<ShotDetector> detectors) {
    for (int taken = 0; taken < frames(); taken += 7) {
      ShotDetector before = detectors.get();
      List<Long> found = new ArrayList<>();
      feed(before, 0, taken, found);
      ShotDetector after = detectors.get();
      after.restore(before.snapshot());
      feed(after, taken, frames(), found);
      assertThat(found).as("snapshot at frame " + taken).containsExactlyElementsOf(cuts());
    }
  }
}
