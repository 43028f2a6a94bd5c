package io.heimdex.operators.embed;

import io.heimdex.operators.onnx.OnnxDevice;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedder that takes smaller batches when its device has no memory for those of the setting: half as many inputs, down to one.
 * It stays with the smaller size until it is closed.
 *
 * <p>The model is loaded anew for it: what the runtime has allocated for the larger batches would stay allocated.
 *
 * <p>Thread-safe.
 *
 * @param <T> an input
 * @param <E> of such inputs
 */
abstract class HalvingEmbedder<T, E extends Embedder<T>> implements Embedder<T> {
  private static final Logger LOG = LoggerFactory.getLogger(HalvingEmbedder.class);

  private final Opener<E> opener;
  /** Written by who replaces {@link #current}. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile E current;
  private boolean closed;

  /** Opens an embedder of batches of a size. */
  interface Opener<E> {
    E open(int batchSize) throws BatchTooLargeException;
  }

  /** @param what names it in the log: {@code image model} */
  HalvingEmbedder(String what, Opener<E> opener, int batchSize) {
    this.opener = opener;
    this.current = open(opener, batchSize);
    LOG.info(
        "The {} {} runs on {} in batches of {}",
        what,
        current.modelId(),
        current.device(),
        current.batchSize());
  }

  private static <E> E open(Opener<E> opener, int batchSize) {
    int size = batchSize;
    while (true) {
      try {
        return opener.open(size);
      } catch (BatchTooLargeException e) {
        size = halved(size, e);
      }
    }
  }

  private static int halved(int size, BatchTooLargeException e) {
    LOG.warn("{}. From now on they are of {} instead of {}", e.getMessage(), size / 2, size);
    return size / 2;
  }

  /** The embedder of the size that there is memory for. */
  E current() {
    return current;
  }

  @Override
  public int dimensions() {
    return current.dimensions();
  }

  @Override
  public String modelId() {
    return current.modelId();
  }

  @Override
  public OnnxDevice device() {
    return current.device();
  }

  @Override
  public int concurrency() {
    return current.concurrency();
  }

  @Override
  public int batchSize() {
    return current.batchSize();
  }

  @Override
  public List<float[]> embed(List<T> inputs) throws EmbeddingException {
    while (true) {
      try {
        return tried(inputs);
      } catch (BatchTooLargeException e) {
        halve(e);
      }
    }
  }

  private List<float[]> tried(List<T> inputs) throws EmbeddingException {
    lock.readLock().lock();
    try {
      return current.embed(inputs);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Does nothing if somebody else has, for a call that failed before. */
  private void halve(BatchTooLargeException e) {
    lock.writeLock().lock();
    try {
      if (!closed && current.batchSize() == e.batchSize()) {
        current.close();
        current = open(opener, halved(e.batchSize(), e));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      current.close();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
