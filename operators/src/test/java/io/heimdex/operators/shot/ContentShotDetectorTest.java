package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.ContentFeatures;
import io.heimdex.operators.media.FeatureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentShotDetectorTest {
  private static final long FRAME = 40_000;

  /** The cuts are those that PySceneDetect 0.7.1's FlashFilter (mode MERGE) gives for the same frames. */
  static Stream<Case> casesOfPySceneDetect() {
    return Stream.of(
        new Case(1, 400, 3, frames(15), 33, 87, 133, 157, 205, 255, 333, 387),
        new Case(2, 400, 10, frames(15), 110, 127, 179, 200, 240, 259, 371, 396),
        new Case(3, 400, 1, frames(15), 26, 196, 314),
        new Case(4, 400, 6, frames(15), 51, 91, 176, 196, 231, 291, 317, 365),
        new Case(5, 300, 6, frames(0), 6, 35, 69, 119, 159, 161, 168, 217, 223, 234, 260, 279),
        new Case(
            7,
            500,
            8,
            new ContentSettings(27, 1, 1, 1, 0, 600_000),
            46,
            69,
            107,
            147,
            177,
            210,
            238,
            280,
            296,
            359,
            375,
            410,
            456,
            484));
  }

  @ParameterizedTest
  @MethodSource("casesOfPySceneDetect")
  void mergesCutsAsPySceneDetectDoes(Case given) {
    given.assertFoundBy(new ContentShotDetector(given.settings()));
  }

  @ParameterizedTest
  @MethodSource("casesOfPySceneDetect")
  void goesOnFromASnapshotTakenAtAnyFrame(Case given) {
    given.assertFoundInTwoParts(() -> new ContentShotDetector(given.settings()));
  }

  @ParameterizedTest
  @MethodSource("casesOfPySceneDetect")
  void returnsNoTransitionBeforeAFrameThatItCalledDecided(Case given) {
    ContentShotDetector detector = new ContentShotDetector(given.settings());
    long decided = 0;
    int quiet = 0;
    for (int frame = 0; frame < given.frames(); frame++) {
      List<Long> cuts = new ArrayList<>();
      given.feed(detector, frame, frame + 1, cuts);
      for (long cut : cuts) {
        assertThat(cut).isGreaterThanOrEqualTo(decided);
      }
      assertThat(detector.decidedBefore()).isGreaterThanOrEqualTo(decided);
      decided = detector.decidedBefore();
      quiet = given.isAbove(frame) ? 0 : quiet + 1;
      if (quiet >= 15) {
        assertThat(decided).isEqualTo(frame + 1);
      }
    }
  }

  @Test
  void cutsBetweenTheFramesThatDiffer() {
    // Given a score of exactly the threshold at frame 20
    ContentShotDetector detector = new ContentShotDetector();
    List<Transition> found = new ArrayList<>();

    // When
    for (int frame = 0; frame < 40; frame++) {
      byte[] features = new byte[FeatureKind.CONTENT.bytes()];
      ContentFeatures.set(features, 0, ContentFeatures.DELTA_HUE, frame == 20 ? 81 : 0);
      found.addAll(detector.accept(frame * FRAME, features, 0));
    }

    // Then
    assertThat(found).containsExactly(new Transition(TransitionKind.CUT, 19, 20));
  }

  @Test
  void refusesAStateOfAnotherVersion() {
    byte[] state = new ContentShotDetector().snapshot();
    state[0] = 9;
    assertThatThrownBy(() -> new ContentShotDetector().restore(state))
        .hasMessageContaining("Unknown version 9");
  }

  private static ContentSettings frames(int least) {
    return new ContentSettings(27, 1, 1, 1, least, 0);
  }

  /** Frames of which some, chosen by a generator, are above the threshold. */
  private record Case(
      int seed, int frames, int percentAbove, ContentSettings settings, List<Long> cuts)
      implements CutCase {
    Case(int seed, int frames, int percentAbove, ContentSettings settings, long... cuts) {
      this(seed, frames, percentAbove, settings, Arrays.stream(cuts).boxed().toList());
    }

    @Override
    public void feed(ShotDetector detector, int from, int to, List<Long> found) {
      for (int frame = from; frame < to; frame++) {
        byte[] features = new byte[FeatureKind.CONTENT.bytes()];
        ContentFeatures.set(features, 0, ContentFeatures.DELTA_VALUE, isAbove(frame) ? 100 : 0);
        detector
            .accept(frame * FRAME, features, 0)
            .forEach(transition -> found.add(transition.endFrame()));
      }
    }

    private boolean isAbove(int frame) {
      int state = seed;
      for (int i = 0; i <= frame; i++) {
        state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      }
      return frame > 0 && (state >> 16) % 100 < percentAbove;
    }
  }
}
