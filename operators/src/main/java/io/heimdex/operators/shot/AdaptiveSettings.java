package io.heimdex.operators.shot;

import java.io.Serializable;

/**
 * Settings of {@link AdaptiveShotDetector}.
 *
 * @param leastRatio a frame may begin a shot if its score is at least so many times the mean score of its neighbours
 * @param leastScore what its score must be at least, too; scores are the means of {@link io.heimdex.operators.media.ContentFeatures#change}
 * @param window neighbours on each side
 * @param minFrames least distance of cuts in frames
 * @param minMicros least distance of cuts in time
 */
public record AdaptiveSettings(
    double leastRatio, double leastScore, int window, int minFrames, long minMicros)
    implements Serializable {
  /** The defaults of PySceneDetect's class. */
  public static final AdaptiveSettings DEFAULT = new AdaptiveSettings(3, 15, 2, 15, 0);

  public AdaptiveSettings {
    if (window < 1) {
      throw new IllegalArgumentException(
          "The window of the adaptive detector is " + window + " frames; expected at least 1");
    }
    if (minFrames < 0 || minMicros < 0) {
      throw new IllegalArgumentException("The least distance of cuts is " + minFrames
          + " frames and " + minMicros + " us; expected nothing below 0");
    }
  }

  /** The same with a least distance in time alone. */
  public AdaptiveSettings with(long leastMicros) {
    return new AdaptiveSettings(leastRatio, leastScore, window, 0, leastMicros);
  }
}
