package io.heimdex.operators.attempt;

import java.io.Serializable;

/** Opens the book of attempts on the workers. */
@FunctionalInterface
public interface AttemptsFactory extends Serializable {
  /** Connects at the first use, not here. */
  Attempts open();
}
