package io.heimdex.operators.embed;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The batchers of this process: one for all slots that use equal factories and settings, so that a model is in memory once and
 * batches fill across slots. The first lease opens it, the last one closes it. Thread-safe.
 */
final class SharedBatchers {
  private static final Map<Key, Shared<?, ?>> OPEN = new HashMap<>();

  private SharedBatchers() {}

  /**
   * Takes the choice, a device, that has the fewest leases. Opens the model there if nobody has yet, which others wait for.
   *
   * @param choices at least one, the same for all slots
   */
  static <T, E extends Embedder<T>> Lease<T, E> acquire(
      List<? extends EmbedderFactory<E>> choices, BatchSettings settings) {
    synchronized (OPEN) {
      EmbedderFactory<E> factory = choices.stream()
          .min(Comparator.comparingInt(choice -> leases(new Key(choice, settings))))
          .orElseThrow();
      Key key = new Key(factory, settings);
      // An equal factory opened it: its embedder is of the same type.
      @SuppressWarnings("unchecked")
      Shared<T, E> shared =
          (Shared<T, E>) OPEN.computeIfAbsent(key, any -> new Shared<>(factory.open(), settings));
      shared.leases++;
      return new Lease<>(key, shared);
    }
  }

  private static int leases(Key key) {
    Shared<?, ?> shared = OPEN.get(key);
    return shared == null ? 0 : shared.leases;
  }

  private record Key(EmbedderFactory<?> factory, BatchSettings settings) {}

  private static final class Shared<T, E extends Embedder<T>> {
    private final E embedder;
    private final EmbeddingBatcher<T> batcher;
    private int leases;

    Shared(E embedder, BatchSettings settings) {
      this.embedder = embedder;
      this.batcher = new EmbeddingBatcher<>(embedder, settings);
    }
  }

  /** The right to use an embedder and its batcher until closed. Closing twice is fine. */
  static final class Lease<T, E extends Embedder<T>> implements AutoCloseable {
    private final Key key;
    private final Shared<T, E> shared;
    private boolean closed;

    private Lease(Key key, Shared<T, E> shared) {
      this.key = key;
      this.shared = shared;
    }

    /** For what is asked of it besides vectors. */
    E embedder() {
      return shared.embedder;
    }

    EmbeddingBatcher<T> batcher() {
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
