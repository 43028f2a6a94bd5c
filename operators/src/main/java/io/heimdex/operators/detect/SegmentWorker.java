package io.heimdex.operators.detect;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that decodes. It gets one segment at a time, and gives each batch to the task thread through the mailbox; it
 * waits until the batch was dealt with before it decodes on, so that back pressure reaches the decoder. It shares no state
 * with the task thread.
 *
 * <p>Reading that fails is tried again from the last batch on. What lasts, and whatever is a bug, fails the task.
 */
final class SegmentWorker {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWorker.class);

  /** Takes what the worker hands over. Called on the task thread. */
  interface Receiver {
    /** Takes a batch of the segment in work; {@code after} is how far it is with it. */
    void accept(SegmentProgress before, FrameBatch batch, SegmentProgress after);

    /** The media is at fault: the segment ends here. */
    void reject(SegmentProgress at, MediaException cause);

    /** Reading failed and is tried again. */
    void retry(SegmentProgress at, IOException cause);
  }

  /** Where a segment is read from. Asked before each attempt, as URLs expire. */
  interface Locator {
    String url(SegmentProgress segment);
  }

  private final FrameScanner scanner;
  private final Locator locator;
  private final RetryPolicy retryPolicy;
  private final MailboxExecutor mailbox;
  private final Receiver receiver;
  private final BlockingQueue<SegmentProgress> inbox = new ArrayBlockingQueue<>(1);
  private final Thread thread;

  SegmentWorker(
      String name,
      ClassLoader classLoader,
      FrameScanner scanner,
      Locator locator,
      RetryPolicy retryPolicy,
      MailboxExecutor mailbox,
      Receiver receiver) {
    this.scanner = scanner;
    this.locator = locator;
    this.retryPolicy = retryPolicy;
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
        new Decoding(inbox.take()).run();
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was stopped", thread.getName());
    } catch (Throwable e) {
      failTask(e);
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

  /** The way of one segment through the decoder. */
  private final class Decoding {
    private SegmentProgress at;
    private boolean ended;
    private int failures;

    Decoding(SegmentProgress segment) {
      this.at = segment;
    }

    void run() throws IOException, InterruptedException {
      while (!ended) {
        try {
          scan();
        } catch (MediaException e) {
          ended = true;
          handOver(() -> receiver.reject(at, e));
        } catch (IOException e) {
          pause(e);
        }
      }
    }

    private void scan() throws MediaException, IOException, InterruptedException {
      if (at.isExhausted()) {
        handle(new FrameBatch(new long[0], new float[0], List.of(), Long.MIN_VALUE, true));
        return;
      }
      scanner.scan(
          locator.url(at), at.task().info(), at.fromMicros(), at.task().toMicros(), this::handle);
      if (!ended) {
        throw new IllegalStateException(
            "The scanner returned from " + at.describe() + " without its last batch");
      }
    }

    private void handle(FrameBatch batch) throws InterruptedException {
      SegmentProgress before = at;
      SegmentProgress after = before.after(batch);
      handOver(() -> receiver.accept(before, batch, after));
      at = after;
      ended = batch.last();
      failures = 0;
    }

    private void pause(IOException cause) throws IOException, InterruptedException {
      failures++;
      if (!retryPolicy.allows(failures)) {
        throw new IOException(
            "Reading " + at.describe() + " failed " + failures + " times in a row", cause);
      }
      handOver(() -> receiver.retry(at, cause));
      Thread.sleep(retryPolicy.pauseBefore(failures).toMillis());
    }
  }
}
