package io.heimdex.local.stack;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does all steps of an end, also when one of them fails. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  /** A step of an end. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private @Nullable RuntimeException failure;

  /** Does a step. @param what for the message: {@code stop Kafka} */
  void run(String what, Step step) {
    try {
      step.run();
    } catch (Exception e) {
      LOG.error("Can't {}", what, e);
      RuntimeException wrapped =
          new IllegalStateException("Can't " + what + ": " + e.getMessage(), e);
      if (failure == null) {
        failure = wrapped;
      } else {
        failure.addSuppressed(wrapped);
      }
    }
  }

  /** Throws what went wrong first, if anything did. */
  void finish() {
    if (failure != null) {
      throw failure;
    }
  }
}
