package io.heimdex.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that call a model in batches, each as soon as it is back from the batch before. */
public final class Callers implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  public Callers(int count) {
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** One call of a model. */
  @FunctionalInterface
  public interface Batch {
    void run(int caller) throws Exception;
  }

  /**
   * Runs batches, as many for each thread, and waits for the last one.
   *
   * @param pictures that they are to have at least
   * @return pictures that they had
   */
  public long embed(long pictures, int batchSize, Batch batch) throws Exception {
    long round = (long) count * batchSize;
    long batches = (pictures + round - 1) / round * count;
    AtomicLong left = new AtomicLong(batches);
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int caller = i;
      calls.add(() -> {
        while (left.getAndDecrement() > 0) {
          batch.run(caller);
        }
        return null;
      });
    }
    for (Future<Void> call : threads.invokeAll(calls)) {
      await(call);
    }
    return batches * batchSize;
  }

  private static void await(Future<Void> call) throws Exception {
    try {
      call.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
