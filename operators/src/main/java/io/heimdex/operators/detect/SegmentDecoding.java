package io.heimdex.operators.detect;

import io.heimdex.operators.attempt.AttemptRuling;
import io.heimdex.operators.attempt.DecodeWork;
import io.heimdex.operators.detect.SegmentWorker.Receiver;
import io.heimdex.operators.detect.SegmentWorker.Tools;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.outage.Outage;
import io.heimdex.schema.Failure;
import io.heimdex.schema.SegmentTask;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one segment, on the worker's thread. It is counted before the decoder is touched, and booked when it has ended; what a
 * database that is away can't book is waited for.
 */
final class SegmentDecoding {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentDecoding.class);

  /** Progress is booked this often: what a crash may count for too much. */
  private static final long BOOKING_NANOS = Duration.ofSeconds(1).toNanos();

  /** After a fault of the database, progress is not booked for so long. */
  private static final long BOOKING_REST_NANOS = Duration.ofSeconds(10).toNanos();

  /** Runs something on the task thread and waits until it is done. */
  @FunctionalInterface
  interface TaskThread {
    void run(Runnable action) throws InterruptedException;
  }

  private final Tools tools;
  private final SourceFaults sourceFaults;
  private final TaskThread taskThread;
  private final Receiver receiver;
  private final DecodeWork work;

  private SegmentProgress at;
  private @Nullable FrameBatch last;
  private boolean ended;
  private long nextBookingNanos;

  SegmentDecoding(
      SegmentProgress segment,
      Tools tools,
      SourceFaults sourceFaults,
      TaskThread taskThread,
      Receiver receiver) {
    this.at = segment;
    this.tools = tools;
    this.sourceFaults = sourceFaults;
    this.taskThread = taskThread;
    this.receiver = receiver;
    SegmentTask task = segment.task();
    this.work = new DecodeWork(task.video(), task.info(), task.index(), DetectOperator.STAGE);
  }

  /** Comes back when the segment has ended or has to wait. */
  void run() throws SQLException, InterruptedException {
    if (at.isExhausted()) {
      end(new FrameBatch(new long[0], new byte[0], List.of(), Long.MIN_VALUE, true));
      return;
    }
    AttemptRuling ruling = book(() -> tools.attempts().begin(work));
    if (ruling instanceof AttemptRuling.Granted) {
      attempt();
    } else {
      follow(ruling, null);
    }
  }

  private void attempt() throws SQLException, InterruptedException {
    nextBookingNanos = System.nanoTime() + BOOKING_NANOS;
    try {
      finish(decode());
    } catch (DecoderFaultException e) {
      follow(book(() -> tools.attempts().fault(work, e)), e);
    } catch (IOException e) {
      takeBack();
      sourceFault(e);
    } catch (InterruptedException e) {
      takeBackAtTheEnd();
      throw e;
    }
  }

  /** Why the segment can't be decoded; null if it is. */
  private @Nullable Failure decode() throws IOException, InterruptedException {
    SegmentTask task = at.task();
    try {
      tools
          .scanner()
          .scan(
              tools.source().url(task),
              task.info(),
              at.fromMicros(),
              task.toMicros(),
              this::handle);
    } catch (MediaException e) {
      Optional<Failure> change = tools.source().change(task);
      return change.orElseGet(() ->
          new Failure(e.code(), DetectOperator.STAGE, e.getMessage() + " (" + at.describe() + ")"));
    }
    if (last == null) {
      throw new IllegalStateException(
          "The scanner returned from " + at.describe() + " without its last batch");
    }
    return tools.source().change(task).orElse(null);
  }

  /** The last batch waits until it is known that it comes from the object that was meant. */
  private void handle(FrameBatch batch) throws InterruptedException {
    if (batch.last()) {
      last = batch;
    } else {
      accept(batch);
      sourceFaults.forget(at);
      bookProgress();
    }
  }

  private void accept(FrameBatch batch) throws InterruptedException {
    SegmentProgress before = at;
    SegmentProgress after = before.after(batch);
    taskThread.run(() -> receiver.accept(before, batch, after));
    at = after;
  }

  private void finish(@Nullable Failure failure) throws SQLException, InterruptedException {
    tools.sourceOutage().over();
    if (failure != null) {
      bookEnd();
      taskThread.run(() -> receiver.reject(at, failure));
    } else if (last != null) {
      end(last);
    }
  }

  private void end(FrameBatch batch) throws SQLException, InterruptedException {
    bookEnd();
    accept(batch);
  }

  private void sourceFault(IOException cause) throws SQLException, InterruptedException {
    SourceFaults.Faults faults = sourceFaults.add(at, tools.source().isDenied(at.task(), cause));
    if (faults.isDenied()) {
      bookEnd();
      taskThread.run(() -> receiver.reject(at, tools.source().denied(at.task())));
    } else {
      Duration pause = tools.sourceOutage().fault(faults.tries(), cause);
      taskThread.run(() -> receiver.postpone(at, pause, cause));
    }
  }

  private void follow(AttemptRuling ruling, @Nullable DecoderFaultException cause)
      throws InterruptedException {
    if (ruling instanceof AttemptRuling.Refused refused) {
      taskThread.run(() -> receiver.reject(at, refused.failure()));
    } else {
      taskThread.run(() -> receiver.postpone(at, ruling.pause(), cause));
    }
  }

  private void bookEnd() throws SQLException, InterruptedException {
    sourceFaults.forget(at);
    book(() -> {
      tools.attempts().end(work);
      return work;
    });
    ended = true;
  }

  private void takeBack() throws SQLException, InterruptedException {
    book(() -> {
      tools.attempts().takeBack(work);
      return work;
    });
  }

  private <T> T book(Outage.SqlWork<T> booking) throws SQLException, InterruptedException {
    return tools.database().outlast(booking);
  }

  /** Best effort: without it a crash counts for too much, no more. */
  private void bookProgress() {
    long now = System.nanoTime();
    if (now < nextBookingNanos) {
      return;
    }
    nextBookingNanos = now + BOOKING_NANOS;
    try {
      tools.attempts().progress(work, at.fromMicros());
    } catch (SQLException e) {
      nextBookingNanos = now + BOOKING_REST_NANOS;
      LOG.debug("The progress of {} is not booked", at.describe(), e);
    }
  }

  /** The task stops, for whatever reason; one try. */
  private void takeBackAtTheEnd() {
    if (ended) {
      return;
    }
    try {
      tools.attempts().takeBack(work);
    } catch (SQLException e) {
      LOG.warn("The attempt at {} counts as lost, though its task was stopped", at.describe(), e);
    }
  }
}
