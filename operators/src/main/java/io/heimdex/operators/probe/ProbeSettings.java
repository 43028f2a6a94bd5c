package io.heimdex.operators.probe;

import java.io.Serializable;
import java.time.Duration;

/**
 * How objects are looked at.
 *
 * @param objectWait how long an object may be missing before its video fails: events can come before their object is visible
 * @param urlValidity of the presigned URL that the container is read through
 * @param threads objects that are looked at at the same time
 */
public record ProbeSettings(
    ProbeLimits limits, Duration objectWait, Duration urlValidity, int threads)
    implements Serializable {
  public ProbeSettings {
    if (objectWait.isNegative()) {
      throw new IllegalArgumentException(
          "An object is waited for " + objectWait + "; expected no negative time");
    }
    if (urlValidity.isNegative() || urlValidity.isZero() || threads < 1) {
      throw new IllegalArgumentException("URLs are valid for " + urlValidity + ", with " + threads
          + " threads; expected both to be more than 0");
    }
  }
}
