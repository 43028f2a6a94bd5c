package io.heimdex.operators.detect;

import io.heimdex.operators.attempt.AttemptNotes;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SegmentTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One subtask of the detect operator; the test's thread is its task thread. */
final class DetectHarness implements AutoCloseable {
  static final int MAX_PARALLELISM = 12;
  private static final long CLOCK_STEP_MILLIS = 60_000;

  final OneInputStreamOperatorTestHarness<SegmentTask, FrameChunk> flink;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  DetectHarness(FrameScanner scanner) throws Exception {
    this(scanner, null, 1, 0);
  }

  DetectHarness(FrameScanner scanner, AttemptNotes attempts, ObjectNotes objects) throws Exception {
    this(scanner, attempts, objects, null, 1, 0);
  }

  DetectHarness(
      FrameScanner scanner, @Nullable OperatorSubtaskState state, int parallelism, int subtask)
      throws Exception {
    this(scanner, AttemptNotes.generous(), new ObjectNotes(), state, parallelism, subtask);
  }

  DetectHarness(
      FrameScanner scanner,
      AttemptNotes attempts,
      ObjectNotes objects,
      @Nullable OperatorSubtaskState state,
      int parallelism,
      int subtask)
      throws Exception {
    flink = new OneInputStreamOperatorTestHarness<>(
        new DetectOperatorFactory(() -> scanner, () -> objects, () -> attempts),
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

  /** Ends the input and works off all that waits, also what waits for its time: a minute passes every few milliseconds. */
  List<FrameChunk> drain() throws Exception {
    MailboxExecutorImpl mailbox = new MailboxExecutorImpl(
        flink.getTaskMailbox(), TaskMailbox.MAX_PRIORITY, StreamTaskActionExecutor.IMMEDIATE);
    Runnable step = () -> mailbox.execute(this::passTime, "Time passes");
    ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(step, 5, 5, TimeUnit.MILLISECONDS);
    flink.endInput();
    return chunks();
  }

  /** Lets what was put off have its turn. */
  void passTime() throws Exception {
    flink.setProcessingTime(flink.getProcessingTime() + CLOCK_STEP_MILLIS);
  }

  /** Ends the subtask as a crash or a cancellation does: what waits is not worked off, as Flink's harness would. */
  @Override
  public void close() throws Exception {
    clock.shutdownNow();
    flink.getOperator().close();
    flink.getEnvironment().close();
  }
}
