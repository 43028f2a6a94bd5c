package io.heimdex.operators.embed;

import java.io.Serializable;

/**
 * When a batch closes: when it is full, or when its first input, a picture or a text, has waited long enough.
 *
 * @param maxSize inputs
 * @param maxDelayMillis how long the first input waits for company; 0 takes what is there
 */
public record BatchSettings(int maxSize, long maxDelayMillis) implements Serializable {
  public BatchSettings {
    if (maxSize < 1) {
      throw new IllegalArgumentException(
          "The size of a batch is " + maxSize + "; expected 1 or more");
    }
    if (maxDelayMillis < 0) {
      throw new IllegalArgumentException(
          "A batch waits " + maxDelayMillis + " ms; expected 0 or more");
    }
  }
}
