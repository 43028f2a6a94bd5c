package io.heimdex.operators.embed;

import io.heimdex.operators.onnx.OnnxDevice;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedder that takes smaller batches when its device has no memory for those of the setting: half as many pictures, down to one.
 * It stays with the smaller size until it is closed.
 *
 * <p>The model is loaded anew for it: what the runtime has allocated for the larger batches would stay allocated.
 *
 * <p>Thread-safe.
 */
final class HalvingImageEmbedder implements ImageEmbedder {
  private static final Logger LOG = LoggerFactory.getLogger(HalvingImageEmbedder.class);

  private final Opener opener;
  /** Written by who replaces {@link #current}. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile ImageEmbedder current;
  private boolean closed;

  /** Opens an embedder of batches of a size. */
  interface Opener {
    ImageEmbedder open(int batchSize) throws BatchTooLargeException;
  }

  HalvingImageEmbedder(Opener opener, int batchSize) {
    this.opener = opener;
    this.current = open(opener, batchSize);
    LOG.info(
        "The image model {} runs on {} in batches of {}",
        current.modelId(),
        current.device(),
        current.batchSize());
  }

  private static ImageEmbedder open(Opener opener, int batchSize) {
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
  public int batchSize() {
    return current.batchSize();
  }

  @Override
  public List<float[]> embed(List<byte[]> jpegs) throws EmbeddingException {
    while (true) {
      try {
        return tried(jpegs);
      } catch (BatchTooLargeException e) {
        halve(e);
      }
    }
  }

  private List<float[]> tried(List<byte[]> jpegs) throws EmbeddingException {
    lock.readLock().lock();
    try {
      return current.embed(jpegs);
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
