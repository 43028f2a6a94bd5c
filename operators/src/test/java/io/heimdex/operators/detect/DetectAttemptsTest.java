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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.attempt.AttemptCount;
import io.heimdex.operators.attempt.AttemptLimits;
import io.heimdex.operators.attempt.AttemptNotes;
import io.heimdex.operators.detect.ScriptedScanner.Script;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.FrameChunk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DetectAttemptsTest {
  private final AttemptNotes attempts =
      new AttemptNotes(new AttemptLimits(3, 2, Duration.ofSeconds(2), Duration.ofSeconds(60)));
  private final ObjectNotes objects = new ObjectNotes();

  @Test
  void countsAnAttemptBeforeTheDecoderIsTouched() throws Exception {
    AtomicBoolean counted = new AtomicBoolean();
    ScriptedScanner scanner = scanner((path, frame) -> {
      if (frame == 0) {
        counted.set(attempts.entries().equals(List.of("begin clip/0")));
      }
    });
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(clip());

      assertComplete(detect.drain(), "clip", CLIP, 1);
    }
    assertThat(counted).isTrue();
    assertThat(attempts.entries()).containsExactly("begin clip/0", "end clip/0");
  }

  @Test
  void failsTheSegmentAfterTheLastAttemptAndDecodesOthersMeanwhile() throws Exception {
    ScriptedScanner scanner = scanner(crashing("film", 40));
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(film(1));
      detect.give(clip());

      List<FrameChunk> chunks = detect.drain();

      FrameChunk failed = only(chunks, "film").get(2);
      assertThat(failed.failure().code()).isEqualTo(FailureCode.DECODER_CRASHED);
      assertThat(failed.failure().detail()).contains("3 attempts", "signal 11");
      assertThat(failed.lastOfSegment()).isTrue();
      assertThat(chunks.indexOf(failed)).isEqualTo(chunks.size() - 1);
      assertComplete(chunks, "clip", CLIP, 1);
      assertThat(scanner.calls())
          .filteredOn(call -> call.path().contains("film"))
          .hasSize(3);
    }
  }

  @Test
  void takesTheSlotForNothingBeforeThePauseIsOver() throws Exception {
    ScriptedScanner scanner = scanner(crashing("film", 0));
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(film(1));
      detect.runOneMail();

      detect.flink.setProcessingTime(900);
      detect.give(clip());
      detect.runUntilChunks(5);
      assertThat(scanner.calls()).hasSize(2);

      detect.flink.setProcessingTime(2000);
      detect.runOneMail();
      assertThat(scanner.calls()).hasSize(3);
    }
  }

  @Test
  void keepsASegmentThatWaitsForItsNextAttemptInACheckpoint() throws Exception {
    List<FrameChunk> all;
    OperatorSubtaskState state;
    try (DetectHarness detect =
        new DetectHarness(scanner(crashing("film", 60)), attempts, objects)) {
      detect.give(film(1));
      detect.runUntilChunks(3);
      detect.runOneMail();
      state = detect.flink.snapshot(1, 1);
      all = new ArrayList<>(detect.chunks());
    }

    try (DetectHarness detect =
        new DetectHarness(scanner(Script.NONE), attempts, objects, state, 1, 0)) {
      all.addAll(detect.drain());
    }

    assertComplete(all, "film", FILM, 1);
  }

  @Test
  void doesNotTouchTheDecoderAgainWhereTheProcessWentAwayTooOften() throws Exception {
    attempts.put("film", 0, AttemptCount.NONE.begin().begin());
    ScriptedScanner scanner = scanner(Script.NONE);
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(film(1));

      assertThat(detect.drain())
          .singleElement()
          .satisfies(chunk ->
              assertThat(chunk.failure().code()).isEqualTo(FailureCode.ATTEMPTS_EXHAUSTED));
    }
    assertThat(scanner.calls()).isEmpty();
  }

  @Test
  void takesBackTheAttemptWhenItsTaskIsStopped() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ScriptedScanner scanner = scanner((path, frame) -> {
      begun.countDown();
      new CountDownLatch(1).await();
    });
    DetectHarness detect = new DetectHarness(scanner, attempts, objects);
    detect.give(film(1));
    assertThat(begun.await(10, SECONDS)).isTrue();

    detect.close();

    assertThat(attempts.entries()).containsExactly("begin film/0", "takeBack film/0");
    assertThat(attempts.count("film", 0)).isEqualTo(AttemptCount.NONE);
  }

  @Test
  void leavesABugCountedSoThatItEnds() throws Exception {
    ScriptedScanner scanner = scanner((path, frame) -> {
      throw new IllegalStateException("off by one");
    });
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(film(1));
      assertThatThrownBy(detect::drain).hasStackTraceContaining("off by one");
    }
    assertThat(attempts.count("film", 0).begun()).isEqualTo(1);
  }

  @Test
  void believesNothingThatWasReadOfAnObjectThatWasReplaced() throws Exception {
    ScriptedScanner scanner = scanner((path, frame) -> {
      if (frame == 40) {
        objects.head(new ObjectHead(1000, "another tag", null));
      }
    });
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(clip());

      List<FrameChunk> chunks = detect.drain();

      FrameChunk last = chunks.get(chunks.size() - 1);
      assertThat(last.failure().code()).isEqualTo(FailureCode.OBJECT_CHANGED);
      assertThat(last.failure().detail()).contains("another tag");
      assertThat(last.frames()).isZero();
    }
  }

  @Test
  void saysThatTheObjectIsGoneRatherThanThatItIsDamaged() throws Exception {
    ScriptedScanner scanner = scanner((path, frame) -> {
      objects.head(null);
      throw new MediaException(FailureCode.NO_FRAMES, "Not one frame can be decoded");
    });
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(clip());

      assertThat(detect.drain())
          .singleElement()
          .satisfies(
              chunk -> assertThat(chunk.failure().code()).isEqualTo(FailureCode.OBJECT_NOT_FOUND));
    }
  }

  @Test
  void failsTheVideoWhoseBytesAreDeniedAgainAndAgain() throws Exception {
    ScriptedScanner scanner = scanner((path, frame) -> {
      throw new IOException("Server returned 403 Forbidden");
    });
    objects.denied(true);
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(clip());

      assertThat(detect.drain())
          .singleElement()
          .satisfies(
              chunk -> assertThat(chunk.failure().code()).isEqualTo(FailureCode.OBJECT_FORBIDDEN));
    }
    assertThat(scanner.calls()).hasSize(3);
  }

  @Test
  void readsTheEndAgainWhenTheServerCanNotSayWhetherItIsStillTheObject() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    ScriptedScanner scanner = scanner((path, frame) -> {
      if (frame == 80) {
        objects.away(ends.getAndIncrement() == 0);
      }
    });
    try (DetectHarness detect = new DetectHarness(scanner, attempts, objects)) {
      detect.give(clip());

      assertComplete(detect.drain(), "clip", CLIP, 1);
    }
    assertThat(scanner.calls()).hasSize(2);
    assertThat(attempts.count("clip", 0)).isEqualTo(AttemptCount.NONE);
  }

  private static Script crashing(String video, int fromFrame) {
    return (path, frame) -> {
      if (path.contains(video) && frame >= fromFrame) {
        throw new DecoderFaultException(FailureCode.DECODER_CRASHED, "signal 11");
      }
    };
  }
}
