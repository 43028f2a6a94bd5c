package io.heimdex.operators.media;

import java.io.Serializable;

/**
 * Which frames a scan offers as keyframes.
 *
 * @param candidateGridMicros the first frame at or after each multiple of this time is a candidate
 * @param candidateScore a frame that differs from the one before by at least this (mean of the three differences of
 *     {@link FrameFeatures}) is a candidate
 */
public record ScanSettings(long candidateGridMicros, double candidateScore)
    implements Serializable {
  public static final ScanSettings DEFAULT = new ScanSettings(1_000_000, 27);

  public ScanSettings {
    if (candidateGridMicros < 1) {
      throw new IllegalArgumentException(
          "The grid of keyframe candidates is " + candidateGridMicros + " us; expected at least 1");
    }
  }
}
