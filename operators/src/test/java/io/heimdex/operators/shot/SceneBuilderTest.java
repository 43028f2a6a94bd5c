package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.schema.Keyframe;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneBuilderTest {
  private static final long FRAME = 40_000;
  private static final SceneLimits LIMITS = new SceneLimits(600_000, 45_000_000);

  @Test
  void beginsASceneAtEachCut() {
    SyntheticVideo video = SyntheticVideo.steady(250, FRAME, 50, 125);

    List<BuiltScene> scenes = scenes(video, LIMITS, 0);

    assertThat(scenes).extracting(BuiltScene::startFrame).containsExactly(0L, 50L, 125L);
    assertThat(scenes).extracting(BuiltScene::endFrame).containsExactly(50L, 125L, 250L);
    assertThat(scenes)
        .extracting(BuiltScene::endMicros)
        .containsExactly(50 * FRAME, 125 * FRAME, 250 * FRAME);
  }

  @Test
  void makesOneSceneOfAVideoWithoutACut() {
    assertThat(scenes(SyntheticVideo.steady(100, FRAME), LIMITS, 7))
        .singleElement()
        .satisfies(scene -> {
          assertThat(scene.startMicros()).isZero();
          assertThat(scene.endMicros()).isEqualTo(100 * FRAME);
        });
  }

  @Test
  void joinsAShortShotToTheSceneBefore() {
    // 10 frames of 40 ms are shorter than 0.6 s
    assertThat(starts(SyntheticVideo.steady(250, FRAME, 100, 110), LIMITS))
        .containsExactly(0L, 110L);
  }

  @Test
  void joinsAShortFirstShotToTheNext() {
    assertThat(starts(SyntheticVideo.steady(250, FRAME, 10, 100), LIMITS))
        .containsExactly(0L, 100L);
  }

  @Test
  void joinsAShortLastShotToTheOneBefore() {
    assertThat(starts(SyntheticVideo.steady(250, FRAME, 100, 240), LIMITS))
        .containsExactly(0L, 100L);
  }

  @Test
  void joinsByTimeNotByFrames() {
    assertThat(starts(SyntheticVideo.steady(250, 4 * FRAME, 100, 110), LIMITS))
        .containsExactly(0L, 100L, 110L);
  }

  @Test
  void splitsALongSceneAtItsCalmestFrame() {
    SyntheticVideo video = SyntheticVideo.steady(1250, FRAME);
    SyntheticVideo.set(video.features(), 800, 1);

    assertThat(starts(video, LIMITS)).containsExactly(0L, 800L);
  }

  @Test
  void splitsAStillSceneAtTheMiddleOfTheWindow() {
    // 22.5 to 45 s, so 33.75 s: the frame at 33.76 s is nearer than the one at 33.72 s
    assertThat(starts(SyntheticVideo.steady(1250, FRAME), LIMITS)).containsExactly(0L, 844L);
  }

  @Test
  void neverSplitsWithoutALimit() {
    assertThat(starts(SyntheticVideo.steady(5000, FRAME), new SceneLimits(600_000, 0)))
        .containsExactly(0L);
  }

  @Test
  void leavesAFrameWholeThatLastsLongerThanAScene() {
    long[] pts = {0, 10_000_000, 200_000_000, 201_000_000};
    SyntheticVideo slides = SyntheticVideo.of(
        pts, new float[] {0, 1, 1, 1}, List.of(SyntheticVideo.picture(0, 90, 90)), 202_000_000);

    assertThat(starts(slides, LIMITS)).containsExactly(0L, 2L);
  }

  @Test
  void givesASingleFrameItsShareOfASecond() {
    SceneBuilder builder = new SceneBuilder(new ThresholdDetector(0), LIMITS, 25);
    builder.accept(new long[] {77}, new byte[FeatureKind.CONTENT.bytes()], List.of(), 77);

    SceneStep step = builder.finish();

    assertThat(step.scenes()).singleElement().extracting(BuiltScene::endMicros).isEqualTo(40_000L);
    assertThat(builder.durationMicros()).isEqualTo(40_000);
  }

  @Test
  void givesAFrameOfUnknownRateFortyMilliseconds() {
    SceneBuilder builder = new SceneBuilder(new ThresholdDetector(0), LIMITS, 0);
    builder.accept(
        new long[] {0, 100_000}, new byte[2 * FeatureKind.CONTENT.bytes()], List.of(), 100_000);

    assertThat(builder.finish().scenes())
        .singleElement()
        .extracting(BuiltScene::endMicros)
        .isEqualTo(140_000L);
  }

  @Test
  void lastsAMillisecondAtLeast() {
    SceneBuilder builder = new SceneBuilder(new ThresholdDetector(0), LIMITS, 90_000);
    builder.accept(new long[] {0}, new byte[FeatureKind.CONTENT.bytes()], List.of(), 3);

    assertThat(builder.finish().scenes())
        .singleElement()
        .extracting(BuiltScene::endMicros)
        .isEqualTo(1000L);
  }

  @Test
  void hasNoSceneWithoutAFrame() {
    SceneBuilder builder = new SceneBuilder(new ThresholdDetector(0), LIMITS, 25);
    builder.accept(new long[0], new byte[0], List.of(), 5_000_000);

    assertThat(builder.finish().scenes()).isEmpty();
    assertThat(builder.durationMicros()).isZero();
  }

  @Test
  void takesTimesThatDontAscend() {
    long[] pts = {0, 40_000, 40_000, 10_000, 80_000};
    SceneBuilder builder = new SceneBuilder(new ThresholdDetector(0), LIMITS, 25);
    builder.accept(pts, new byte[pts.length * FeatureKind.CONTENT.bytes()], List.of(), 120_000);

    assertThat(builder.finish().scenes())
        .singleElement()
        .extracting(BuiltScene::endFrame, BuiltScene::endMicros)
        .containsExactly(5L, 120_000L);
  }

  @Test
  void reportsTransitionsThatMakeNoScene() {
    SceneBuilder builder = new SceneBuilder(new ThresholdDetector(0), LIMITS, 25);
    List<Transition> transitions = new ArrayList<>(
        accept(builder, SyntheticVideo.steady(100, FRAME, 3, 40).slice(0, 100, true))
            .transitions());
    transitions.addAll(builder.finish().transitions());

    assertThat(transitions)
        .containsExactly(
            new Transition(TransitionKind.CUT, 2, 3), new Transition(TransitionKind.CUT, 39, 40));
  }

  @Test
  void borrowsThePictureBeforeASceneThatHasNone() {
    SyntheticVideo video = SyntheticVideo.steady(150, FRAME, 50, 75);
    List<Keyframe> few = video.candidates().stream()
        .filter(c -> c.ptsMicros() < video.pts()[50] || c.ptsMicros() >= video.pts()[75])
        .toList();

    List<BuiltScene> scenes = scenes(
        new SyntheticVideo(video.pts(), video.features(), few, video.endMicros()), LIMITS, 3);

    assertThat(scenes.get(1).keyframes()).containsExactly(video.pts()[40]);
  }

  @Test
  void takesNoKeyframeWithinATransitionWhereItKnowsBetter() {
    // Given candidates at frames 0, 10, 20, …, and a dissolve that is found late, from 18 to 41
    SyntheticVideo video = SyntheticVideo.steady(100, FRAME);
    ShotDetector late = new OneTransition(new Transition(TransitionKind.DISSOLVE, 18, 41), 30);
    SceneBuilder builder = new SceneBuilder(late, LIMITS, 25);

    // When
    List<BuiltScene> scenes =
        new ArrayList<>(accept(builder, video.slice(0, 50, false)).scenes());
    scenes.addAll(accept(builder, video.slice(50, 100, true)).scenes());
    scenes.addAll(builder.finish().scenes());

    // Then
    assertThat(scenes).hasSize(2);
    assertThat(scenes.get(0).keyframes()).containsExactly(video.pts()[0], video.pts()[10]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void findsWhatTheRulesSayInAnyVideo(int seed) {
    SyntheticVideo video = SyntheticVideo.random(seed, 4000);
    SceneLimits limits = randomLimits(seed);

    List<BuiltScene> scenes = scenes(video, limits, seed % 9);

    assertThat(scenes)
        .extracting(scene -> (int) scene.startFrame())
        .containsExactlyElementsOf(new SceneOracle(video, limits).sceneStarts());
    assertGapless(scenes, video);
    assertThat(scenes).allSatisfy(scene -> {
      assertThat(scene.endMicros() - scene.startMicros())
          .isGreaterThanOrEqualTo(limits.minMicros());
      assertThat(scene.keyframes()).doesNotHaveDuplicates().isSorted().hasSizeBetween(1, 3);
      assertThat(scene.thumbnail()).isBetween(0, scene.keyframes().size() - 1);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void findsTheSameHoweverFramesAreBatchedAndTheStateIsRestored(int seed) {
    SyntheticVideo video = SyntheticVideo.random(seed, 3000);
    SceneLimits limits = randomLimits(seed);
    List<BuiltScene> expected = scenes(video, limits, seed % 9);

    List<BuiltScene> actual = new ArrayList<>();
    Random random = new Random(seed);
    SceneBuilder builder = builder(limits, seed % 9);
    for (int from = 0, to; from < video.frames(); from = to) {
      to = Math.min(video.frames(), from + random.nextInt(200));
      actual.addAll(accept(builder, video.slice(from, to, false)).scenes());
      byte[] state = builder.snapshot();
      builder = builder(limits, seed % 9);
      builder.restore(state);
    }
    actual.addAll(builder.finish().scenes());

    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void releasesEachPictureOnceAndNoneThatIsNamedLater(int seed) {
    SyntheticVideo video = SyntheticVideo.random(seed, 3000);
    SceneBuilder builder = builder(randomLimits(seed), 4);
    Set<Long> released = new HashSet<>();

    for (int from = 0; from < video.frames(); from += 50) {
      SceneStep step = accept(builder, video.slice(from, from + 50, false));

      assertThat(step.scenes())
          .allSatisfy(scene -> assertThat(released).doesNotContainAnyElementsOf(scene.keyframes()));
      assertThat(step.released())
          .allSatisfy(pts -> assertThat(released.add(pts)).isTrue());
    }
    assertThat(video.candidates().size() - released.size()).isLessThan(80);
  }

  @Test
  void keepsItsStateSmallHoweverLongTheVideoIs() {
    SceneBuilder builder = builder(new SceneLimits(600_000, 0), 10);
    SyntheticVideo hour = SyntheticVideo.steady(90_000, FRAME);

    for (int from = 0; from < hour.frames(); from += 250) {
      accept(builder, hour.slice(from, from + 250, false));
    }

    assertThat(builder.snapshot()).hasSizeLessThan(2_000);
  }

  @Test
  void saysWhichVersionOfAStateItDoesntKnow() {
    byte[] state = builder(LIMITS, 0).snapshot();
    state[0] = 99;

    assertThatThrownBy(() -> builder(LIMITS, 0).restore(state))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Unknown version 99");
  }

  private static SceneLimits randomLimits(long seed) {
    Random random = new Random(seed);
    long min = 1000 + random.nextInt(2_000_000);
    return new SceneLimits(min, random.nextInt(5) == 0 ? 0 : 2 * min + random.nextInt(20_000_000));
  }

  private static void assertGapless(List<BuiltScene> scenes, SyntheticVideo video) {
    long frame = 0;
    long micros = 0;
    for (int i = 0; i < scenes.size(); i++) {
      BuiltScene scene = scenes.get(i);
      assertThat(scene.index()).isEqualTo(i);
      assertThat(scene.startFrame()).isEqualTo(frame);
      assertThat(scene.startMicros()).isEqualTo(micros);
      frame = scene.endFrame();
      micros = scene.endMicros();
    }
    assertThat(frame).isEqualTo(video.frames());
    assertThat(micros).isEqualTo(video.endMicros() - video.pts()[0]);
  }

  private static List<Long> starts(SyntheticVideo video, SceneLimits limits) {
    return scenes(video, limits, 5).stream().map(BuiltScene::startFrame).toList();
  }

  private static List<BuiltScene> scenes(SyntheticVideo video, SceneLimits limits, int lag) {
    SceneBuilder builder = builder(limits, lag);
    List<BuiltScene> scenes =
        new ArrayList<>(accept(builder, video.slice(0, video.frames(), true)).scenes());
    scenes.addAll(builder.finish().scenes());
    return scenes;
  }

  private static SceneBuilder builder(SceneLimits limits, int lag) {
    return new SceneBuilder(new ThresholdDetector(lag), limits, 25);
  }

  private static SceneStep accept(SceneBuilder builder, FrameBatch batch) {
    return builder.accept(
        batch.ptsMicros(), batch.features(), batch.candidates(), batch.endMicros());
  }
}
