package io.heimdex.operators.model;

import java.util.Locale;

/** How the vectors of a text's tokens, or of a picture's patches, become one. */
public enum Pooling {
  /** That of the first, which stands for all. */
  CLS,
  /** The mean of all; of a text without its padding, of a picture with the first. */
  MEAN;

  /** As users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
