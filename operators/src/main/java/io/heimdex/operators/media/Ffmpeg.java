package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** What all uses of FFmpeg share: quiet logs, an end to blocking calls, the text of its errors. */
public final class Ffmpeg {
  /** {@link System#nanoTime} after which this thread's blocking calls end. */
  private static final ThreadLocal<@Nullable Long> DEADLINE = new ThreadLocal<>();

  /**
   * Ends FFmpeg's blocking calls once the calling thread is interrupted or late. One for all: it asks the thread it runs on, and
   * JavaCPP has only ten native functions to give for a callback type.
   */
  private static final AVIOInterruptCB.Callback_Pointer STOP;

  static {
    // By default JavaCPP refuses to allocate once the whole process, whatever it does, takes four
    // times the heap.
    if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
      System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }
    // A file's damage is counted and reported by us; FFmpeg would write it to standard error,
    // unbounded.
    av_log_set_level(AV_LOG_QUIET);
    STOP = new Stop();
  }

  private Ffmpeg() {}

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

  /** The pointer, if there was memory for it. */
  public static <P extends Pointer> P notNull(@Nullable P pointer, String what) {
    if (pointer == null || pointer.isNull()) {
      throw new IllegalStateException("FFmpeg gave no " + what);
    }
    return pointer;
  }

  /** For what can fail only by a bug or for want of memory. */
  public static int check(int result, String what) {
    if (result < 0) {
      throw new IllegalStateException(what + " failed: " + message(result));
    }
    return result;
  }

  static String message(int error) {
    byte[] text = new byte[128];
    av_strerror(error, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private static final class Stop extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer opaque) {
      return Thread.currentThread().isInterrupted() || isLate() ? 1 : 0;
    }
  }
}
