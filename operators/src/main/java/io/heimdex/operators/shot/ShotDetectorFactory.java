package io.heimdex.operators.shot;

import java.io.Serializable;

/** Makes detectors, all of the same settings. */
@FunctionalInterface
public interface ShotDetectorFactory extends Serializable {
  /**
   * Makes one for a video.
   *
   * @param frameRate frames per second on average, 0 where unknown
   */
  ShotDetector create(double frameRate);
}
