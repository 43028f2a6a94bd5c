package io.heimdex.operators.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects inputs of many callers, pictures or texts, into batches for one embedder, which it owns.
 *
 * <p>Each result goes back through the future that was handed out for its input, never by position among callers. If a batch
 * fails, its inputs are tried one by one, so that a bad one fails alone. An input whose future is cancelled before its batch
 * begins is left out.
 *
 * <p>One batch is collected at a time, so that batches fill; as many are embedded at the same time as the embedder takes.
 *
 * <p>Thread-safe. Futures are completed on the threads that embed: what is attached to them must be short.
 *
 * @param <T> an input
 */
public final class EmbeddingBatcher<T> implements AutoCloseable {
  private static final long JOIN_MILLIS = 30_000;

  private final Embedder<T> embedder;
  private final BatchSettings settings;
  private final BlockingQueue<Request<T>> queue = new LinkedBlockingQueue<>();
  private final Object collecting = new Object();
  private final List<Thread> threads;
  private final AtomicInteger running;
  /** Guarded by {@link #queue}: after it is set nothing more is queued. */
  private boolean closed;

  /**
   * A vector, and how it came about.
   *
   * @param batchSize inputs that were embedded together with this one, itself included
   */
  public record Embedding(float[] vector, int batchSize) {}

  /** @param embedder closed by this batcher, when its last thread ends */
  public EmbeddingBatcher(Embedder<T> embedder, BatchSettings settings) {
    this.embedder = embedder;
    this.settings = settings;
    this.threads = Stream.generate(() -> new Thread(this::run, "embed-" + embedder.modelId()))
        .limit(embedder.concurrency())
        .toList();
    this.running = new AtomicInteger(threads.size());
    threads.forEach(thread -> {
      thread.setDaemon(true);
      thread.start();
    });
  }

  /** See {@link Embedder#modelId()}. */
  public String modelId() {
    return embedder.modelId();
  }

  /**
   * Queues an input.
   *
   * @return fails with an {@link EmbeddingException} if the model fails on the input, with an {@link IllegalStateException} if
   *     the batcher was closed first
   */
  public CompletableFuture<Embedding> submit(T input) {
    Request<T> request = new Request<>(input, new CompletableFuture<>());
    synchronized (queue) {
      if (closed) {
        return CompletableFuture.failedFuture(closedError(null));
      }
      queue.add(request);
    }
    return request.result();
  }

  /** Fails what still waits, and ends the threads. Closing twice is fine. */
  @Override
  public void close() {
    synchronized (queue) {
      closed = true;
    }
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      // The threads end, and the last one closes the embedder, without us.
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Throwable end = null;
    try {
      while (!Thread.interrupted()) {
        embed(nextBatch());
      }
    } catch (InterruptedException e) {
      // As close() asked.
    } catch (Throwable e) {
      end = e;
    } finally {
      failTheRest(end);
      threads.forEach(Thread::interrupt);
      if (running.decrementAndGet() == 0) {
        embedder.close();
      }
    }
  }

  private List<Request<T>> nextBatch() throws InterruptedException {
    synchronized (collecting) {
      return collect();
    }
  }

  private List<Request<T>> collect() throws InterruptedException {
    List<Request<T>> batch = new ArrayList<>(settings.maxSize());
    try {
      Request<T> next = queue.take();
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.maxDelayMillis());
      while (next != null) {
        if (!next.result().isDone()) {
          batch.add(next);
        }
        next = batch.size() == settings.maxSize()
            ? null
            : queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return batch;
    } catch (InterruptedException e) {
      batch.forEach(request -> request.result().completeExceptionally(closedError(null)));
      throw e;
    }
  }

  private void embed(List<Request<T>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<float[]> vectors;
    try {
      vectors = embedder.embed(batch.stream().map(Request::input).toList());
      if (vectors.size() != batch.size()) {
        throw new IllegalStateException("The embedder " + embedder.modelId() + " gave "
            + vectors.size() + " vectors for " + batch.size() + " inputs");
      }
    } catch (EmbeddingException | RuntimeException e) {
      if (batch.size() == 1) {
        batch.get(0).result().completeExceptionally(e);
      } else {
        batch.forEach(request -> embed(List.of(request)));
      }
      return;
    } catch (Error e) {
      batch.forEach(request -> request.result().completeExceptionally(e));
      throw e;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).result().complete(new Embedding(vectors.get(i), batch.size()));
    }
  }

  private void failTheRest(@Nullable Throwable cause) {
    List<Request<T>> rest = new ArrayList<>();
    synchronized (queue) {
      closed = true;
      queue.drainTo(rest);
    }
    rest.forEach(request -> request.result().completeExceptionally(closedError(cause)));
  }

  private IllegalStateException closedError(@Nullable Throwable cause) {
    return new IllegalStateException(
        "The batcher of " + embedder.modelId() + " was closed before an input's turn", cause);
  }

  private record Request<T>(T input, CompletableFuture<Embedding> result) {}
}
