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
    candidates.set(10, new Candidate(1000, 3, 500));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(500L, 900L, 1500L);
  }

  @Test
  void shunsBlurredPictures() {
    List<Candidate> candidates = evenly(21);
    candidates.set(5, new Candidate(500, 120, 20));

    assertThat(KeyframeChoice.among(candidates, 0, 2000).keyframes())
        .containsExactly(400L, 1000L, 1500L);
  }

  @Test
  void takesTheBrightestOfANight() {
    List<Candidate> night =
        List.of(new Candidate(0, 1, 50), new Candidate(500, 2, 50), new Candidate(1500, 9, 50));

    KeyframeChoice choice = KeyframeChoice.among(night, 0, 2000);

    assertThat(choice.keyframes()).containsExactly(1500L);
    assertThat(choice.thumbnail()).isZero();
  }

  @Test
  void takesABlackPictureWhereThereIsNoOther() {
    assertThat(KeyframeChoice.among(List.of(new Candidate(7, 0, 0)), 0, 2000).keyframes())
        .containsExactly(7L);
  }

  @Test
  void takesNoPictureTwice() {
    List<Candidate> two = List.of(new Candidate(900, 90, 50), new Candidate(1000, 90, 50));

    KeyframeChoice choice = KeyframeChoice.among(two, 0, 2000);

    assertThat(choice.keyframes()).containsExactly(900L, 1000L);
    assertThat(choice.thumbnail()).isEqualTo(1);
  }

  @Test
  void thinsCandidatesEvenly() {
    CandidatePool pool = new CandidatePool();
    List<Long> released = new ArrayList<>();

    LongStream.range(0, 1000).forEach(t -> pool.add(new Candidate(t, 90, 50), released));

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
        .forEach(t -> pool.add(new Candidate(100 * t, 90, 50), released));

    pool.add(new Candidate(100 * CandidatePool.CAPACITY - 50, 90, 70), released);

    assertThat(released).containsExactly(100L * (CandidatePool.CAPACITY - 1));
  }

  private static List<Candidate> evenly(int count) {
    return new ArrayList<>(LongStream.range(0, count)
        .mapToObj(i -> new Candidate(100 * i, 120, 500))
        .toList());
  }
}
