package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.javacpp.Pointer;

/**
 * Notes failed jumps within an object where failed reads are noted, in {@link AVIOContext#error()}. FFmpeg tells them to its
 * demuxers alone, and these go on with the next sample, or take the file for damaged or for none.
 */
final class SeekFailures {
  private static final int FROM_START = 0;

  /** By the address of what FFmpeg calls opaque. */
  private static final Map<Long, Watched> WATCHED = new ConcurrentHashMap<>();

  /** One for all: JavaCPP has only ten native functions to give for a callback type. */
  private static final AVIOContext.Seek_Pointer_long_int WATCH = new Watch();

  private SeekFailures() {}

  private record Watched(AVIOContext io, AVIOContext.Seek_Pointer_long_int seek, long size) {}

  /** From now on, until {@link #forget}. @param size of the object in bytes, -1 where unknown */
  static void watch(AVIOContext io, long size) {
    WATCHED.put(io.opaque().address(), new Watched(io, io.seek(), size));
    io.seek(WATCH);
  }

  /** Before it is closed. */
  static void forget(AVIOContext io) {
    WATCHED.remove(io.opaque().address());
  }

  private static final class Watch extends AVIOContext.Seek_Pointer_long_int {
    @Override
    public long call(Pointer opaque, long offset, int whence) {
      Watched watched = Objects.requireNonNull(WATCHED.get(opaque.address()));
      long result = watched.seek().call(opaque, offset, whence);
      if (result < 0 && isWithin(watched, offset, whence)) {
        watched.io().error((int) result);
      }
      return result;
    }

    /** What a file that was cut off lacks can't be jumped to, and what is asked about its size is no jump. */
    private static boolean isWithin(Watched watched, long offset, int whence) {
      return (whence & ~AVSEEK_FORCE) == FROM_START
          && (watched.size() < 0 || offset < watched.size());
    }
  }
}
