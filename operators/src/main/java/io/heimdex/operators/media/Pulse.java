package io.heimdex.operators.media;

import java.util.concurrent.atomic.AtomicLong;

/** How much this process has read and decoded so far: a watcher tells work from a hang by it. Thread-safe. */
public final class Pulse {
  private static final AtomicLong PACKETS = new AtomicLong();
  private static final AtomicLong FRAMES = new AtomicLong();

  private Pulse() {}

  static void packet() {
    PACKETS.incrementAndGet();
  }

  static void frame() {
    FRAMES.incrementAndGet();
  }

  /** Packets that demuxers handed out, of whatever stream. */
  public static long packets() {
    return PACKETS.get();
  }

  /** Pictures that decoders handed out. */
  public static long frames() {
    return FRAMES.get();
  }
}
