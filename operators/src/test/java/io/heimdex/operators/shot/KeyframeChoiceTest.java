package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyframeChoiceTest {
  @Test
  void takesTheMiddleAndBothQuarters() {
    KeyframeChoice choice = KeyframeChoice.among(evenly(21), 0, 2000);

    assertThat(choice.keyframes()).containsExactly(500L, 1000L, 1500L);
    assertThat(choice.thumbnail()).isEqualTo(1);
  }

  @Test
  void shunsBlackPictures() {
    List<Candidate> candidates = evenly(21);
    candidates.set(10, candidate(1000, 3, 500));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(500L, 900L, 1500L);
  }

  @Test
  void shunsBlurredPictures() {
    List<Candidate> candidates = evenly(21);
    candidates.set(5, candidate(500, 120, 20));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(400L, 1000L, 1500L);
  }

  @Test
  void takesTheBrightestOfANight() {
    List<Candidate> night =
        List.of(candidate(0, 1, 50), candidate(500, 2, 50), candidate(1500, 9, 50));

    KeyframeChoice choice = KeyframeChoice.among(night, 0, 2000);

    assertThat(choice.keyframes()).containsExactly(1500L);
    assertThat(choice.thumbnail()).isZero();
  }

  @Test
  void takesABlackPictureWhereThereIsNoOther() {
    assertThat(KeyframeChoice.among(List.of(candidate(7, 0, 0)), 0, 2000).keyframes())
        .containsExactly(7L);
  }

  @Test
  void takesNoPictureTwice() {
    List<Candidate> two = List.of(candidate(900, 90, 50), candidate(1000, 90, 50));

    KeyframeChoice choice = KeyframeChoice.among(two, 0, 2000);

    assertThat(choice.keyframes()).containsExactly(900L, 1000L);
    assertThat(choice.thumbnail()).isEqualTo(1);
  }

  @Test
  void thinsCandidatesEvenly() {
    CandidatePool pool = new CandidatePool();
    List<Long> released = new ArrayList<>();

    LongStream.range(0, 1000).forEach(t -> pool.add(candidate(t, 90, 50), released));

    List<Candidate> kept = pool.takeBefore(1000);
    assertThat(kept).hasSize(CandidatePool.CAPACITY);
    assertThat(released).hasSize(1000 - CandidatePool.CAPACITY).doesNotHaveDuplicates();
    for (int i = 1; i < kept.size(); i++) {
      assertThat(kept.get(i).ptsMicros() - kept.get(i - 1).ptsMicros()).isLessThan(130);
    }
  }

  @Test
  void givesUpTheWorseOfTwoNeighbours() {
    CandidatePool pool = new CandidatePool();
    List<Long> released = new ArrayList<>();
    LongStream.range(0, CandidatePool.CAPACITY)
        .forEach(t -> pool.add(candidate(100 * t, 90, 50), released));

    pool.add(candidate(100 * CandidatePool.CAPACITY - 50, 90, 70), released);

    assertThat(released).containsExactly(100L * (CandidatePool.CAPACITY - 1));
  }

  @Test
  void shunsWhatLiesInATransition() {
    List<Candidate> candidates = evenly(21);
    Transition dissolve = new Transition(TransitionKind.DISSOLVE, 9, 12);
    candidates.replaceAll(candidate -> candidate.after(dissolve));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(500L, 900L, 1500L);
  }

  @Test
  void takesOneOfATransitionWhereThereIsNoOther() {
    Candidate blended = candidate(700, 90, 50).after(new Transition(TransitionKind.FADE, 0, 100));
    assertThat(KeyframeChoice.among(List.of(blended), 0, 2000).keyframes()).containsExactly(700L);
  }

  @Test
  void shunsFlashesAndBlackOuts() {
    List<Candidate> candidates = evenly(21);
    candidates.set(10, candidate(1000, 220, 900));
    candidates.set(5, candidate(500, 60, 900));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(400L, 900L, 1500L);
  }

  @Test
  void takesALampThatIsSwitchedOnForNoFlash() {
    List<Candidate> candidates = evenly(21);
    for (int i = 10; i < 21; i++) {
      candidates.set(i, candidate(100 * i, 220, 500));
    }

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(500L, 1000L, 1500L);
  }

  @Test
  void shunsFlatPictures() {
    List<Candidate> candidates = evenly(21);
    candidates.set(10, new Candidate(1000, 10, 120, 2, 0, 500, true));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(500L, 900L, 1500L);
  }

  @Test
  void prefersTheSharperOfTheNear() {
    List<Candidate> candidates = evenly(21);
    candidates.set(11, candidate(1100, 120, 900));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(500L, 1100L, 1500L);
  }

  @Test
  void prefersContrastAndDetailInTheDarkAndTheBright() {
    List<Candidate> candidates = evenly(21);
    candidates.set(11, new Candidate(1100, 11, 120, 90, 0, 500, true));
    candidates.set(5, new Candidate(500, 5, 120, 50, 0.4f, 500, true));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(400L, 1100L, 1500L);
  }

  @Test
  void looksForTheBestNoFartherThanAnEighthOfTheScene() {
    List<Candidate> candidates = evenly(21);
    candidates.set(14, candidate(1400, 120, 5000));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(500L, 1000L, 1400L);
  }

  private static Candidate candidate(long time, float brightness, float sharpness) {
    return new Candidate(time, time / 100, brightness, 50, 0, sharpness, true);
  }

  private static List<Candidate> evenly(int count) {
    return new ArrayList<>(
        LongStream.range(0, count).mapToObj(i -> candidate(100 * i, 120, 500)).toList());
  }
}
