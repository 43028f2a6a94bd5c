package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.ContentFeatures;
import io.heimdex.operators.media.FeatureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdaptiveShotDetectorTest {
  private static final long FRAME = 40_000;

  /** The cuts are those that PySceneDetect's AdaptiveDetector (of August 2026) gives for frames of the same scores. */
  static Stream<Case> casesOfPySceneDetect() {
    return Stream.of(
        new Case(1, 400, 5, 12, settings(2, 15, 0), 33, 47, 87, 100, 133, 157, 200, 255, 269, 387),
        new Case(
            2,
            400,
            12,
            6,
            settings(2, 15, 0),
            16,
            35,
            51,
            64,
            88,
            110,
            128,
            146,
            170,
            200,
            213,
            240,
            255,
            274,
            294,
            313,
            334,
            352,
            371,
            396),
        new Case(3, 400, 3, 1, settings(2, 15, 0), 26, 108, 121, 170, 196, 314),
        new Case(
            4,
            100,
            20,
            9,
            settings(2, 0, 0),
            15,
            19,
            27,
            34,
            39,
            48,
            51,
            59,
            65,
            82,
            85,
            88,
            91,
            97),
        new Case(
            5,
            200,
            15,
            5,
            settings(3, 6, 0),
            6,
            23,
            36,
            41,
            50,
            69,
            73,
            84,
            103,
            133,
            153,
            159,
            168,
            189),
        new Case(
            7,
            300,
            12,
            6,
            settings(2, 0, 600_000),
            29,
            46,
            63,
            94,
            118,
            136,
            173,
            186,
            199,
            238,
            254,
            271));
  }

  @ParameterizedTest
  @MethodSource("casesOfPySceneDetect")
  void findsTheCutsThatPySceneDetectFinds(Case given) {
    given.assertFoundBy(new AdaptiveShotDetector(given.settings()));
  }

  @ParameterizedTest
  @MethodSource("casesOfPySceneDetect")
  void goesOnFromASnapshotTakenAtAnyFrame(Case given) {
    given.assertFoundInTwoParts(() -> new AdaptiveShotDetector(given.settings()));
  }

  @ParameterizedTest
  @MethodSource("casesOfPySceneDetect")
  void decidesAFrameAsSoonAsItsWindowIsFull(Case given) {
    AdaptiveShotDetector detector = new AdaptiveShotDetector(given.settings());
    for (int frame = 0; frame < given.frames(); frame++) {
      long decided = detector.decidedBefore();
      List<Long> cuts = new ArrayList<>();
      given.feed(detector, frame, frame + 1, cuts);
      assertThat(cuts).allMatch(cut -> cut >= decided);
      assertThat(detector.decidedBefore())
          .isEqualTo(Math.max(0, frame + 1 - given.settings().window()));
    }
  }

  @Test
  void findsACutBetweenStillPicturesAndNoneWhereAllFramesChangeAsMuch() {
    assertThat(cutsOf(frame -> frame == 30 ? 16 : 0)).containsExactly(30L);
    assertThat(cutsOf(frame -> 60)).isEmpty();
  }

  @Test
  void needsAScoreHoweverMuchItStandsOut() {
    assertThat(cutsOf(frame -> frame == 30 ? 14 : 0)).isEmpty();
  }

  @Test
  void refusesAStateOfAnotherVersion() {
    byte[] state = new AdaptiveShotDetector(AdaptiveSettings.DEFAULT).snapshot();
    state[0] = 9;
    assertThatThrownBy(() -> new AdaptiveShotDetector(AdaptiveSettings.DEFAULT).restore(state))
        .hasMessageContaining("Unknown version 9");
  }

  private static AdaptiveSettings settings(int window, int minFrames, long minMicros) {
    return new AdaptiveSettings(3, 15, window, minFrames, minMicros);
  }

  private static List<Long> cutsOf(IntToDoubleFunction score) {
    AdaptiveShotDetector detector = new AdaptiveShotDetector(AdaptiveSettings.DEFAULT);
    List<Long> cuts = new ArrayList<>();
    for (int frame = 0; frame < 60; frame++) {
      feed(detector, frame, (float) score.applyAsDouble(frame), cuts);
    }
    return cuts;
  }

  private static void feed(ShotDetector detector, int frame, float score, List<Long> found) {
    byte[] features = new byte[FeatureKind.CONTENT.bytes()];
    ContentFeatures.set(features, 0, ContentFeatures.DELTA_SATURATION, 3 * score);
    detector
        .accept(frame * FRAME, features, 0)
        .forEach(transition -> found.add(transition.endFrame()));
  }

  /**
   * Frames whose scores a generator makes.
   *
   * @param percentAbove of the frames that have a score of 10 to 79
   * @param quiet the scores of the others are below this
   */
  private record Case(
      int seed, int frames, int percentAbove, int quiet, AdaptiveSettings settings, List<Long> cuts)
      implements CutCase {
    Case(
        int seed,
        int frames,
        int percentAbove,
        int quiet,
        AdaptiveSettings settings,
        long... cuts) {
      this(
          seed,
          frames,
          percentAbove,
          quiet,
          settings,
          Arrays.stream(cuts).boxed().toList());
    }

    @Override
    public void feed(ShotDetector detector, int from, int to, List<Long> found) {
      for (int frame = from; frame < to; frame++) {
        AdaptiveShotDetectorTest.feed(detector, frame, score(frame), found);
      }
    }

    private float score(int frame) {
      int state = seed;
      for (int i = 0; i <= frame; i++) {
        state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      }
      int draw = state >> 16;
      return frame == 0 ? 0 : draw % 100 < percentAbove ? 10 + draw % 70 : draw % quiet;
    }
  }
}
