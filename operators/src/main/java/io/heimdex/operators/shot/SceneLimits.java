package io.heimdex.operators.shot;

import java.io.Serializable;

/**
 * How long a scene may be.
 *
 * @param minMicros a shorter shot joins the scene before it; at least a millisecond, the resolution of the rows
 * @param maxMicros a longer scene is split; 0 for no limit, else at least twice {@code minMicros}, so that no split makes
 *     a scene that is too short
 */
public record SceneLimits(long minMicros, long maxMicros) implements Serializable {
  /** 0.6 to 45 seconds. */
  public static final SceneLimits DEFAULT = new SceneLimits(600_000, 45_000_000);

  public SceneLimits {
    if (minMicros < 1000) {
      throw new IllegalArgumentException(
          "The shortest scene is " + minMicros + " us; expected at least 1000 us");
    }
    if (maxMicros != 0 && maxMicros < 2 * minMicros) {
      throw new IllegalArgumentException("The longest scene is " + maxMicros
          + " us; expected 0 (no limit) or at least twice the shortest, " + 2 * minMicros + " us");
    }
  }
}
