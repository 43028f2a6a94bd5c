package io.heimdex.operators.detect;

import io.heimdex.operators.attempt.Attempts;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.outage.Outage;
import io.heimdex.schema.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that decodes. It gets one segment at a time, and gives each batch to the task thread through the mailbox; it
 * waits until the batch was dealt with before it decodes on, so that back pressure reaches the decoder. It shares no state
 * with the task thread.
 *
 * <p>What fails is given back to wait its time, while the thread goes on with another segment. A bug fails the task.
 */
final class SegmentWorker {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWorker.class);

  /** Takes what the worker hands over. Called on the task thread. */
  interface Receiver {
    /** Takes a batch of the segment in work; {@code after} is how far it is with it. */
    void accept(SegmentProgress before, FrameBatch batch, SegmentProgress after);

    /** The segment ends here. */
    void reject(SegmentProgress at, Failure failure);

    /** The segment has to wait. @param cause null if the last attempt is too short ago */
    void postpone(SegmentProgress at, Duration pause, @Nullable IOException cause);
  }

  /**
   * What the worker works with. The worker closes the attempts when it ends.
   *
   * @param database counts the waits for it
   */
  record Tools(
      FrameScanner scanner,
      SegmentSource source,
      Attempts attempts,
      Outage database,
      Outage sourceOutage) {}

  private final Tools tools;
  private final MailboxExecutor mailbox;
  private final Receiver receiver;
  private final SourceFaults sourceFaults = new SourceFaults();
  private final BlockingQueue<SegmentProgress> inbox = new ArrayBlockingQueue<>(1);
  private final Thread thread;

  SegmentWorker(
      String name,
      ClassLoader classLoader,
      Tools tools,
      MailboxExecutor mailbox,
      Receiver receiver) {
    this.tools = tools;
    this.mailbox = mailbox;
    this.receiver = receiver;
    this.thread = new Thread(this::run, name);
    thread.setContextClassLoader(classLoader);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Begins a segment. Only while the worker has none. */
  void give(SegmentProgress segment) {
    inbox.add(segment);
  }

  /**
   * Interrupts the worker and waits for its end, even if the calling thread is interrupted, as in a cancellation it is.
   *
   * @return whether it ended in time
   */
  boolean stop(Duration patience) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + patience.toNanos();
    thread.interrupt();
    while (thread.isAlive() && System.nanoTime() < deadline) {
      try {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    try {
      while (true) {
        new SegmentDecoding(inbox.take(), tools, sourceFaults, this::handOver, receiver).run();
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was stopped", thread.getName());
    } catch (Throwable e) {
      failTask(e);
    } finally {
      tools.attempts().close();
    }
  }

  private void failTask(Throwable cause) {
    try {
      mailbox.execute(
          () -> {
            throw new IOException(thread.getName() + " failed: " + cause.getMessage(), cause);
          },
          "Fail the task with %s",
          thread.getName());
    } catch (RejectedExecutionException e) {
      LOG.warn("{} failed while its task was ending", thread.getName(), cause);
    }
  }

  /** Runs an action on the task thread and waits for its end. If it fails, the task does, which interrupts this wait. */
  private void handOver(Runnable action) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    try {
      mailbox.execute(
          () -> {
            action.run();
            done.countDown();
          },
          "Hand-over of %s",
          thread.getName());
    } catch (RejectedExecutionException e) {
      throw new InterruptedException("The task is ending");
    }
    done.await();
  }
}
