package io.heimdex.operators.shot;

import java.io.Serializable;

/**
 * Settings of {@link ContentShotDetector}.
 *
 * @param threshold a frame whose score is at least this may begin a shot; the score is the weighted mean of the
 *     differences of hue, saturation and value to the frame before
 * @param minFrames least distance of cuts in frames
 * @param minMicros least distance of cuts in time; with both 0, every frame above the threshold is a cut
 */
public record ContentSettings(
    double threshold,
    double hueWeight,
    double saturationWeight,
    double valueWeight,
    int minFrames,
    long minMicros)
    implements Serializable {
  /** The defaults of PySceneDetect's class: threshold 27, equal weights, 15 frames. */
  public static final ContentSettings DEFAULT = new ContentSettings(27, 1, 1, 1, 15, 0);

  private static final double COMMAND_DISTANCE_SECONDS = 0.6;

  public ContentSettings {
    if (Math.abs(hueWeight) + Math.abs(saturationWeight) + Math.abs(valueWeight) <= 0) {
      throw new IllegalArgumentException(
          "The weights of hue, saturation and value are all 0; expected one that is not");
    }
    if (minFrames < 0 || minMicros < 0) {
      throw new IllegalArgumentException("The least distance of cuts is " + minFrames
          + " frames and " + minMicros + " us; expected nothing below 0");
    }
  }

  /**
   * With the least distance that PySceneDetect's commands have: 0.6 s in whole frames. Times of frames are rounded in most containers,
   * so half a frame less is far enough.
   *
   * @param frameRate frames per second on average, 0 where unknown
   */
  public static long commandDistanceMicros(double frameRate) {
    if (frameRate <= 0) {
      return Math.round(COMMAND_DISTANCE_SECONDS * 1e6);
    }
    double frames = Math.rint(COMMAND_DISTANCE_SECONDS * frameRate);
    return Math.round(Math.max(0, frames - 0.5) / frameRate * 1e6);
  }

  /** The same with another threshold, and a least distance in time alone. */
  public ContentSettings with(double otherThreshold, long leastMicros) {
    return new ContentSettings(
        otherThreshold, hueWeight, saturationWeight, valueWeight, 0, leastMicros);
  }
}
