package io.heimdex.local.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The memory of a process that embeds pictures.
 *
 * @param threads as heimdex.embed.threads; so {@code batchSize}
 * @param steps the first one before the model is loaded
 */
public record EmbedMemoryReport(
    String bench, String model, int slots, int threads, int batchSize, List<Step> steps) {
  public EmbedMemoryReport {
    steps = List.copyOf(steps);
  }

  /**
   * One look at it.
   *
   * @param pictures embedded so far
   * @param residentMb of the process; 0 where the system doesn't tell
   * @param heapMb that the JVM has taken for its heap, and does not give back
   */
  public record Step(long pictures, long residentMb, long heapMb) {

    /** For a person. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "%8d pictures   %5d MB resident   %5d MB heap",
          pictures,
          residentMb,
          heapMb);
    }
  }

  /** For a person. */
  public String text() {
    return steps.stream()
        .map(Step::text)
        .collect(Collectors.joining(System.lineSeparator(), model + System.lineSeparator(), ""));
  }
}
