package io.heimdex.operators.shot;

import java.io.Serializable;

/** Makes detectors, all of the same settings. */
@FunctionalInterface
public interface ShotDetectorFactory extends Serializable {
  ShotDetector create();
}
