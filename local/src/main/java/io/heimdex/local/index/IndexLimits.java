package io.heimdex.local.index;

import java.time.Duration;

/**
 * How indexing many files is kept bounded.
 *
 * @param inFlight files that are sent and not final, at most
 * @param patience with one file, from its upload on; then it is reported as stuck, and followed no longer
 */
public record IndexLimits(int inFlight, Duration patience) {
  /** All files at once, each as long as it takes. */
  static final IndexLimits NONE = new IndexLimits(Integer.MAX_VALUE, Duration.ofDays(365));

  public IndexLimits {
    if (inFlight < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("Indexing has " + inFlight + " files in flight and "
          + patience + " of patience; expected 1 or more, and no negative time");
    }
  }
}
