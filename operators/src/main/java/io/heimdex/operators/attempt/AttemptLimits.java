package io.heimdex.operators.attempt;

import java.io.Serializable;
import java.time.Duration;

/**
 * When to give a video up, and how long to wait before it is tried again.
 *
 * @param maxFaults attempts that may end by a known fault of the decoder, without progress between them
 * @param maxLost attempts that may end unseen, because the process around them went away, without progress between them
 * @param firstPause after the first attempt; doubled after each further one
 * @param longestPause the doubling ends here
 */
public record AttemptLimits(int maxFaults, int maxLost, Duration firstPause, Duration longestPause)
    implements Serializable {
  public AttemptLimits {
    if (maxFaults < 1 || maxLost < 1) {
      throw new IllegalArgumentException("A video has " + maxFaults + " attempts, and " + maxLost
          + " that may get lost; expected at least 1 of each");
    }
    if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("Pauses between attempts grow from " + firstPause + " to "
          + longestPause + "; expected neither negative nor shrinking ones");
    }
  }

  /**
   * The pause after so many attempts: between half and the whole of the doubled value, by a jitter that is always the same for the same
   * work, so that whoever asks gets the same answer.
   *
   * @param attempts made, at least 1
   */
  Duration pauseAfter(int attempts, int jitter) {
    long doubled = firstPause.toMillis() << Math.min(attempts - 1, 20);
    long whole = Math.min(doubled, longestPause.toMillis());
    return Duration.ofMillis(
        whole / 2 + Math.floorMod(jitter * 31 + attempts, 1009) * whole / 2018);
  }
}
