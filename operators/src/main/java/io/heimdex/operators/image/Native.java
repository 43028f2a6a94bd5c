package io.heimdex.operators.image;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** FFmpeg's ways to say no, as exceptions: here they mean a bug or exhausted memory. */
final class Native {
  private Native() {}

  static <P extends Pointer> P notNull(@Nullable P pointer, String what) {
    if (pointer == null || pointer.isNull()) {
      throw new IllegalStateException("FFmpeg gave no memory for a " + what);
    }
    return pointer;
  }

  static void check(int result, String what) {
    if (result < 0) {
      throw new IllegalStateException(what + " failed: " + message(result));
    }
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
}
