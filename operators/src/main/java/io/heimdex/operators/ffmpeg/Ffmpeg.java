package io.heimdex.operators.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** FFmpeg's ways to say no, as exceptions; and the settings of the process that every use of it needs. */
public final class Ffmpeg {
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  /** Of one allocation: a plane of the largest picture that is accepted takes less, a hostile header may ask for anything. */
  private static final long MAX_ALLOCATION_BYTES = 1L << 29;

  static {
    // By default JavaCPP refuses to allocate once the whole process, whatever it does, takes four
    // times the heap.
    if (System.getProperty(MEMORY_LIMIT) == null) {
      System.setProperty(MEMORY_LIMIT, "0");
    }
    // A file's damage is counted and reported by us; FFmpeg would write it to standard error,
    // unbounded.
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(MAX_ALLOCATION_BYTES);
  }

  private Ffmpeg() {}

  /** Makes the settings, if nothing has yet. Every way into FFmpeg that does not begin with another method of this class calls it. */
  public static void prepare() {}

  /** The pointer, if there was memory for it. */
  public static <P extends Pointer> P notNull(@Nullable P pointer, String what) {
    if (pointer == null || pointer.isNull()) {
      throw new IllegalStateException("FFmpeg gave no " + what);
    }
    return pointer;
  }

  /** The result, for what can fail only by a bug or for want of memory. */
  public static int check(int result, String what) {
    if (result < 0) {
      throw new IllegalStateException(what + " failed: " + message(result));
    }
    return result;
  }

  /** FFmpeg's text for an error. */
  public static String message(int error) {
    byte[] text = new byte[128];
    av_strerror(error, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }
}
