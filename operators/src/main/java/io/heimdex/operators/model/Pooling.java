package io.heimdex.operators.model;

import java.util.Locale;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
  /** That of the first token. */
  CLS,
  /** The mean of all that are not padding. */
  MEAN;

  /** As users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
