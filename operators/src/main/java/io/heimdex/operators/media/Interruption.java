package io.heimdex.operators.media;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Ends what FFmpeg blocks on: when the thread is interrupted, or late. */
final class Interruption {
  /** {@link System#nanoTime} after which this thread's blocking calls end. */
  private static final ThreadLocal<@Nullable Long> DEADLINE = new ThreadLocal<>();

  /**
   * Ends FFmpeg's blocking calls once the calling thread is interrupted or late. One for all: it asks the thread it runs on, and
   * JavaCPP has only ten native functions to give for a callback type.
   */
  private static final AVIOInterruptCB.Callback_Pointer STOP = new Stop();

  private Interruption() {}

  /** To be copied into what blocks; the caller closes it. */
  static AVIOInterruptCB interruptCallback() {
    return new AVIOInterruptCB().callback(STOP);
  }

  /** From now on this thread's blocking calls end within a time. */
  static void startDeadline(Duration limit) {
    DEADLINE.set(System.nanoTime() + limit.toNanos());
  }

  static void endDeadline() {
    DEADLINE.remove();
  }

  static boolean isLate() {
    Long deadline = DEADLINE.get();
    return deadline != null && System.nanoTime() - deadline > 0;
  }

  static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while reading a video");
    }
  }

  private static final class Stop extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer opaque) {
      return Thread.currentThread().isInterrupted() || isLate() ? 1 : 0;
    }
  }
}
