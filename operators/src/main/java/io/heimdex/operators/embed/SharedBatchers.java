package io.heimdex.operators.embed;

import java.util.HashMap;
import java.util.Map;

/**
 * The batchers of this process: one for all slots that use equal factories and settings, so that a model is in memory once and
 * batches fill across slots. The first lease opens it, the last one closes it. Thread-safe.
 */
final class SharedBatchers {
  private static final Map<Key, Shared> OPEN = new HashMap<>();

  private SharedBatchers() {}

  /** Opens the model if nobody has yet, which others wait for. */
  static Lease acquire(ImageEmbedderFactory factory, BatchSettings settings) {
    Key key = new Key(factory, settings);
    synchronized (OPEN) {
      Shared shared = OPEN.get(key);
      if (shared == null) {
        shared = new Shared(new EmbeddingBatcher(factory.open(), settings));
        OPEN.put(key, shared);
      }
      shared.leases++;
      return new Lease(key, shared);
    }
  }

  private record Key(ImageEmbedderFactory factory, BatchSettings settings) {}

  private static final class Shared {
    private final EmbeddingBatcher batcher;
    private int leases;

    Shared(EmbeddingBatcher batcher) {
      this.batcher = batcher;
    }
  }

  /** The right to use a batcher until closed. Closing twice is fine. */
  static final class Lease implements AutoCloseable {
    private final Key key;
    private final Shared shared;
    private boolean closed;

    private Lease(Key key, Shared shared) {
      this.key = key;
      this.shared = shared;
    }

    EmbeddingBatcher batcher() {
      return shared.batcher;
    }

    @Override
    public void close() {
      synchronized (OPEN) {
        if (closed) {
          return;
        }
        closed = true;
        shared.leases--;
        if (shared.leases > 0) {
          return;
        }
        OPEN.remove(key);
      }
      shared.batcher.close();
    }
  }
}
