package io.heimdex.local.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs what takes long side by side. */
final class Parallel {
  private static final long INTERRUPTED_MINUTES = 2;

  private Parallel() {}

  /** Something that may fail. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /** Runs all and returns when all have ended, also if one fails or this thread is interrupted; then throws the first failure. */
  static void run(Task... tasks) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      Arrays.stream(tasks)
          .forEach(task -> calls.add(() -> {
            task.run();
            return null;
          }));
      for (Future<Void> ended : threads.invokeAll(calls)) {
        ended.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? failure
          : new IOException(String.valueOf(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      awaitEnd(threads);
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    } finally {
      threads.shutdown();
    }
  }

  private static void awaitEnd(ExecutorService threads) {
    threads.shutdown();
    try {
      threads.awaitTermination(INTERRUPTED_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
