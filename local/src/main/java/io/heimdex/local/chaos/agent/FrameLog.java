package io.heimdex.local.chaos.agent;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Notes the frames of every chunk that a decoder hands over, a line each: {@code GENERATION FRAMES}. The file is mapped, and of its
 * full size from the begin: what is noted survives the end of this process, and a full disk does not hinder it.
 *
 * <p>Thread-safe. Needs nothing but the JDK: chunks are of a class that only the job's class loader knows.
 */
public final class FrameLog {
  /** For some hundred thousand chunks; blocks that are not written take no space. */
  private static final int BYTES = 16 << 20;

  private static @Nullable MappedByteBuffer log;

  private FrameLog() {}

  static synchronized void writeTo(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      log = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
    }
  }

  /** @param chunk an {@code io.heimdex.schema.FrameChunk} */
  public static void add(Object chunk) {
    try {
      Object video = call(chunk, "video");
      write(call(video, "generation") + " " + call(chunk, "frames") + "\n");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Frames of " + chunk.getClass() + " can't be counted", e);
    }
  }

  private static synchronized void write(String line) {
    MappedByteBuffer open = log;
    if (open != null) {
      open.put(line.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static Object call(Object target, String accessor) throws ReflectiveOperationException {
    return target.getClass().getMethod(accessor).invoke(target);
  }
}
