package io.heimdex.operators.shot;

import java.io.Serializable;

/** Makes detectors, all of the same settings, for one thread at a time. */
@FunctionalInterface
public interface ShotDetectorFactory extends Serializable, AutoCloseable {
  /**
   * Makes one for a video.
   *
   * @param frameRate frames per second on average, 0 where unknown
   */
  ShotDetector create(double frameRate);

  /** Frees what the detectors share; they are of no use any more. */
  @Override
  default void close() {}
}
