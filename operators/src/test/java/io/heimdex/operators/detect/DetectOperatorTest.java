package io.heimdex.operators.detect;

import static io.heimdex.operators.detect.DetectFixture.CLIP;
import static io.heimdex.operators.detect.DetectFixture.FILM;
import static io.heimdex.operators.detect.DetectFixture.assertComplete;
import static io.heimdex.operators.detect.DetectFixture.clip;
import static io.heimdex.operators.detect.DetectFixture.film;
import static io.heimdex.operators.detect.DetectFixture.only;
import static io.heimdex.operators.detect.DetectFixture.scanner;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.detect.ScriptedScanner.Script;
import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SegmentTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DetectOperatorTest {
  @Test
  void emitsEachFrameOnceInOrderAndEndsEachSegment() throws Exception {
    try (DetectHarness detect = new DetectHarness(scanner(Script.NONE))) {
      detect.give(film(3));

      List<FrameChunk> chunks = detect.drain();

      assertComplete(chunks, "film", FILM, 3);
    }
  }

  @Test
  void asksForTheSpanOfEachSegmentThroughASignedUrl() throws Exception {
    ScriptedScanner scanner = scanner(Script.NONE);
    try (DetectHarness detect = new DetectHarness(scanner)) {
      List<SegmentTask> segments = film(2);
      detect.give(segments);
      detect.drain();

      assertThat(scanner.calls())
          .containsExactly(
              new ScriptedScanner.Call(
                  "/bucket/film.mp4", Long.MIN_VALUE, segments.get(0).toMicros()),
              new ScriptedScanner.Call(
                  "/bucket/film.mp4", segments.get(1).fromMicros(), Long.MAX_VALUE));
    }
  }

  @Test
  void letsACheckpointPassWhileTheDecoderIsStuck() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    ScriptedScanner scanner = scanner((path, frame) -> {
      if (frame == 60) {
        stuck.await();
      }
    });
    List<FrameChunk> before;
    OperatorSubtaskState state;
    try (DetectHarness detect = new DetectHarness(scanner)) {
      detect.give(film(2));
      detect.runUntilChunks(3);

      state = detect.flink.snapshot(1, 1);

      before = detect.chunks();
    }
    List<FrameChunk> all = new ArrayList<>(before);
    try (DetectHarness detect = new DetectHarness(scanner(Script.NONE), state, 1, 0)) {
      all.addAll(detect.drain());
    }
    assertThat(before).hasSize(3);
    assertComplete(all, "film", FILM, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7, 12, 20})
  void goesOnRightBehindTheLastHandOver(int handOvers) throws Exception {
    List<FrameChunk> all = new ArrayList<>();
    OperatorSubtaskState state;
    try (DetectHarness detect = new DetectHarness(scanner(Script.NONE))) {
      detect.give(film(3));
      detect.give(clip());
      detect.runUntilChunks(handOvers);
      state = detect.flink.snapshot(1, 1);
      all.addAll(detect.chunks());
      // What comes after the checkpoint is lost with the crash.
      detect.runOneMail();
    }

    try (DetectHarness detect = new DetectHarness(scanner(Script.NONE), state, 1, 0)) {
      all.addAll(detect.drain());
    }

    assertComplete(all, "film", FILM, 3);
    assertComplete(all, "clip", CLIP, 1);
  }

  @Test
  void endsASegmentWhoseLastFrameWasHandedOverWithoutReadingItAgain() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    SegmentTask segment = new SegmentTask(
        Segments.video("film"), SyntheticVideo.info(), 0, 2, Long.MIN_VALUE, FILM.pts()[19] + 1);
    OperatorSubtaskState state;
    try (DetectHarness detect = new DetectHarness((url, info, from, to, handler) -> {
      handler.handle(FILM.slice(0, 20, false));
      stuck.await();
    })) {
      detect.give(List.of(segment));
      detect.runUntilChunks(1);
      state = detect.flink.snapshot(1, 1);
    }
    ScriptedScanner scanner = scanner(Script.NONE);

    try (DetectHarness detect = new DetectHarness(scanner, state, 1, 0)) {
      assertThat(detect.drain()).singleElement().satisfies(chunk -> {
        assertThat(chunk.chunkIndex()).isEqualTo(1);
        assertThat(chunk.lastOfSegment()).isTrue();
        assertThat(chunk.frames()).isZero();
      });
    }
    assertThat(scanner.calls()).isEmpty();
  }

  @Test
  void spreadsItsQueueWhenRescaled() throws Exception {
    List<FrameChunk> all = new ArrayList<>();
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      try (DetectHarness detect = new DetectHarness(scanner(Script.NONE), null, 2, subtask)) {
        detect.give(subtask == 0 ? film(5) : clip());
        detect.runUntilChunks(2);
        states.add(detect.flink.snapshot(1, 1));
        all.addAll(detect.chunks());
      }
    }
    states = rescale(states, 1, all);
    states = rescale(states, 3, all);

    assertThat(states).hasSize(3);
    for (int subtask = 0; subtask < 3; subtask++) {
      OperatorSubtaskState part = AbstractStreamOperatorTestHarness.repartitionOperatorState(
          repackage(states), DetectHarness.MAX_PARALLELISM, 3, 3, subtask);
      try (DetectHarness detect = new DetectHarness(scanner(Script.NONE), part, 3, subtask)) {
        all.addAll(detect.drain());
      }
    }
    assertComplete(all, "film", FILM, 5);
    assertComplete(all, "clip", CLIP, 1);
  }

  @Test
  void interruptsTheDecoderWhenItIsClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ScriptedScanner scanner = scanner((path, frame) -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
    });
    DetectHarness detect = new DetectHarness(scanner);
    detect.give(film(1));
    assertThat(begun.await(10, SECONDS)).isTrue();

    // As in a cancellation: the task's thread is interrupted itself.
    Thread.currentThread().interrupt();
    detect.close();

    Thread.interrupted(); // for the tests after this one
    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void decodesNotFurtherThanOneBatchAhead() throws Exception {
    AtomicInteger latest = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(1);
    ScriptedScanner scanner = scanner((path, frame) -> {
      latest.set(frame);
      if (frame == 20) {
        second.countDown();
      }
    });
    try (DetectHarness detect = new DetectHarness(scanner)) {
      detect.give(film(1));
      detect.runUntilChunks(1);
      assertThat(second.await(10, SECONDS)).isTrue();

      assertThat(latest).hasValue(20);
      assertThat(detect.chunks()).hasSize(1);
    }
  }

  @Test
  void letsAShortUploadPassBetweenTheSegmentsOfALongOne() throws Exception {
    try (DetectHarness detect = new DetectHarness(scanner(Script.NONE))) {
      detect.give(film(4));
      detect.give(Segments.of(Segments.video("other", "clip", 1), CLIP, 1));

      List<FrameChunk> chunks = detect.drain();

      int clipEnds = chunks.lastIndexOf(only(chunks, "clip").get(4));
      assertThat(chunks.subList(0, clipEnds)).noneMatch(c -> c.segmentIndex() > 1);
    }
  }

  private static List<OperatorSubtaskState> rescale(
      List<OperatorSubtaskState> states, int parallelism, List<FrameChunk> all) throws Exception {
    List<OperatorSubtaskState> after = new ArrayList<>();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      OperatorSubtaskState part = AbstractStreamOperatorTestHarness.repartitionOperatorState(
          repackage(states), DetectHarness.MAX_PARALLELISM, states.size(), parallelism, subtask);
      try (DetectHarness detect =
          new DetectHarness(scanner(Script.NONE), part, parallelism, subtask)) {
        detect.runUntilChunks(1);
        after.add(detect.flink.snapshot(2, 2));
        all.addAll(detect.chunks());
      }
    }
    return after;
  }

  private static OperatorSubtaskState repackage(List<OperatorSubtaskState> states)
      throws Exception {
    return AbstractStreamOperatorTestHarness.repackageState(
        states.toArray(OperatorSubtaskState[]::new));
  }
}
