package io.heimdex.local.model;

import com.sun.management.OperatingSystemMXBean;
import io.heimdex.local.bench.Callers;
import io.heimdex.operators.embed.Embedder;
import io.heimdex.operators.embed.EmbeddingException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How fast a model is, with all that happens to its inputs before.
 *
 * @param batchSize inputs at a time
 * @param perSecond inputs
 * @param cpuMs CPU time of the process for each of them
 */
public record ModelSpeed(int batchSize, double perSecond, double cpuMs) {
  private static final List<Integer> BATCH_SIZES = List.of(1, 2, 4, 8);

  /** Opens a model for batches of a size. */
  @FunctionalInterface
  interface Opener<T> {
    Embedder<T> open(int batchSize) throws EmbeddingException;
  }

  /**
   * By batch size.
   *
   * @param sample is embedded again and again
   * @param seconds for each size, at least
   */
  static <T> List<ModelSpeed> measured(Opener<T> opener, T sample, double seconds)
      throws Exception {
    List<ModelSpeed> speeds = new ArrayList<>();
    for (int batchSize : BATCH_SIZES) {
      try (Embedder<T> embedder = opener.open(batchSize)) {
        speeds.add(measured(embedder, Collections.nCopies(batchSize, sample), seconds));
      }
    }
    return speeds;
  }

  /** With as many callers as the job has. */
  private static <T> ModelSpeed measured(Embedder<T> embedder, List<T> batch, double wanted)
      throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Callers callers = new Callers(embedder.concurrency())) {
      callers.embed(1, batch.size(), caller -> embedder.embed(batch));
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - start < wanted * TimeUnit.SECONDS.toNanos(1) || count == 0) {
        count += callers.embed(1, batch.size(), caller -> embedder.embed(batch));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new ModelSpeed(
          batch.size(),
          Math.round(10 * count / seconds) / 10.0,
          Math.round((system.getProcessCpuTime() - cpu) / 1e4 / count) / 100.0);
    }
  }

  /** For a person. @param inputs what they are */
  String text(String inputs) {
    return String.format(
        Locale.ROOT,
        "batch %-5d %8.1f %s/s, %.1f ms of CPU time each",
        batchSize,
        perSecond,
        inputs,
        cpuMs);
  }
}
