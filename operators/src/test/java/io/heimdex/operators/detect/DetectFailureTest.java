package io.heimdex.operators.detect;

import static io.heimdex.operators.detect.DetectFixture.CLIP;
import static io.heimdex.operators.detect.DetectFixture.FILM;
import static io.heimdex.operators.detect.DetectFixture.assertComplete;
import static io.heimdex.operators.detect.DetectFixture.clip;
import static io.heimdex.operators.detect.DetectFixture.film;
import static io.heimdex.operators.detect.DetectFixture.only;
import static io.heimdex.operators.detect.DetectFixture.scanner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.attempt.AttemptCount;
import io.heimdex.operators.attempt.AttemptLimits;
import io.heimdex.operators.attempt.AttemptNotes;
import io.heimdex.operators.media.MediaException;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.FrameChunk;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DetectFailureTest {
  private static final AttemptLimits ONE_ATTEMPT =
      new AttemptLimits(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(60));

  @Test
  void turnsBadMediaIntoDataAndGoesOn() throws Exception {
    ScriptedScanner scanner = scanner((path, frame) -> {
      if (path.contains("film") && frame >= 40) {
        throw new MediaException(FailureCode.NO_FRAMES, "Not one frame can be decoded");
      }
    });
    try (DetectHarness detect = new DetectHarness(scanner)) {
      detect.give(film(1));
      detect.give(clip());

      List<FrameChunk> chunks = detect.drain();

      FrameChunk failed = only(chunks, "film").get(2);
      assertThat(failed.failure().code()).isEqualTo(FailureCode.NO_FRAMES);
      assertThat(failed.failure().stage()).isEqualTo("detect");
      assertThat(failed.failure().detail())
          .contains("Not one frame", "segment 0 of 1 of video film");
      assertThat(failed.lastOfSegment()).isTrue();
      assertThat(failed.chunkIndex()).isEqualTo(2);
      assertThat(failed.frames()).isZero();
      assertComplete(chunks, "clip", CLIP, 1);
    }
  }

  @Test
  void readsAgainFromWhereItWasWhenReadingFails() throws Exception {
    Map<Integer, Integer> failures = new HashMap<>(Map.of(0, 2, 100, 2, 400, 1));
    ScriptedScanner scanner = scanner((path, frame) -> {
      if (failures.merge(frame, -1, Integer::sum) >= 0) {
        throw new IOException("connection reset");
      }
    });
    try (DetectHarness detect = new DetectHarness(scanner)) {
      detect.give(film(1));

      assertComplete(detect.drain(), "film", FILM, 1);
      assertThat(scanner.calls()).hasSize(6);
    }
  }

  @Test
  void goesOnWithOthersAndCountsNothingWhileTheSourceIsAway() throws Exception {
    AttemptNotes attempts = new AttemptNotes(ONE_ATTEMPT);
    AtomicInteger faults = new AtomicInteger(30);
    ScriptedScanner scanner = scanner((path, frame) -> {
      if (path.contains("film") && faults.decrementAndGet() >= 0) {
        throw new IOException("connection reset");
      }
    });
    try (DetectHarness detect = new DetectHarness(scanner, attempts, new ObjectNotes())) {
      detect.give(film(1));
      detect.give(clip());

      List<FrameChunk> chunks = detect.drain();

      assertComplete(chunks, "film", FILM, 1);
      assertComplete(chunks, "clip", CLIP, 1);
      assertThat(chunks.get(0).video().videoId()).isEqualTo("clip");
      assertThat(attempts.count("film", 0)).isEqualTo(AttemptCount.NONE);
    }
  }

  @Test
  void failsTheTaskOnABug() throws Exception {
    ScriptedScanner scanner = scanner((path, frame) -> {
      throw new IllegalStateException("off by one");
    });
    try (DetectHarness detect = new DetectHarness(scanner)) {
      detect.give(film(1));

      assertThatThrownBy(detect::drain).hasStackTraceContaining("off by one");
    }
  }

  @Test
  void failsTheTaskWhenAScannerForgetsItsLastBatch() throws Exception {
    try (DetectHarness detect = new DetectHarness((url, info, from, to, handler) -> {})) {
      detect.give(film(1));

      assertThatThrownBy(detect::drain).hasStackTraceContaining("without its last batch");
    }
  }
}
