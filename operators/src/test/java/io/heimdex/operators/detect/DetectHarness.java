package io.heimdex.operators.detect;

import io.heimdex.operators.media.FrameScanner;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SegmentTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One subtask of the detect operator; the test's thread is its task thread. */
final class DetectHarness implements AutoCloseable {
  static final int MAX_PARALLELISM = 12;
  private static final RetryPolicy RETRIES = new RetryPolicy(2, Duration.ofMillis(1));

  final OneInputStreamOperatorTestHarness<SegmentTask, FrameChunk> flink;

  DetectHarness(FrameScanner scanner) throws Exception {
    this(scanner, null, 1, 0);
  }

  DetectHarness(
      FrameScanner scanner, @Nullable OperatorSubtaskState state, int parallelism, int subtask)
      throws Exception {
    flink = new OneInputStreamOperatorTestHarness<>(
        new DetectOperatorFactory(() -> scanner, Segments.store(), RETRIES),
        MAX_PARALLELISM,
        parallelism,
        subtask);
    flink.setup(TypeInformation.of(FrameChunk.class)
        .createSerializer(flink.getExecutionConfig().getSerializerConfig()));
    if (state == null) {
      flink.initializeEmptyState();
    } else {
      flink.initializeState(state);
    }
    flink.open();
  }

  void give(List<SegmentTask> segments) throws Exception {
    for (SegmentTask segment : segments) {
      flink.processElement(segment, 0);
    }
  }

  List<FrameChunk> chunks() {
    return flink.extractOutputValues();
  }

  /** Does one thing that the worker handed over, if there is one within the time. */
  void runOneMail() {
    Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).until(() -> {
      Optional<Mail> mail = flink.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
      if (mail.isPresent()) {
        mail.get().run();
      }
      return mail.isPresent();
    });
  }

  void runUntilChunks(int count) {
    while (chunks().size() < count) {
      runOneMail();
    }
  }

  /** Ends the input and works off all that waits. */
  List<FrameChunk> drain() throws Exception {
    flink.endInput();
    return chunks();
  }

  /** Ends the subtask as a crash or a cancellation does: what waits is not worked off, as Flink's harness would. */
  @Override
  public void close() throws Exception {
    flink.getOperator().close();
    flink.getEnvironment().close();
  }
}
