package io.heimdex.operators.decoder;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Slots for calls at the same time. The one that was used last is used next, so that the others can fall idle. Thread-safe. */
final class DecoderPool implements AutoCloseable {
  private final DecoderSettings settings;
  private final Set<DecoderSlot> all = new HashSet<>();
  private final Deque<DecoderSlot> free = new ArrayDeque<>();
  private boolean closed;

  DecoderPool(DecoderSettings settings) {
    this.settings = settings;
  }

  synchronized DecoderSlot take() throws IOException {
    if (closed) {
      throw new IOException("The decoders were closed");
    }
    if (!free.isEmpty()) {
      return free.pop();
    }
    DecoderSlot slot = new DecoderSlot(settings);
    all.add(slot);
    return slot;
  }

  synchronized void giveBack(DecoderSlot slot) {
    free.push(slot);
  }

  @Override
  public synchronized void close() {
    closed = true;
    all.forEach(DecoderSlot::close);
  }
}
