package io.heimdex.operators.decoder;

import java.io.IOException;

/** A decoder process said what a sound one never says. */
final class NonsenseException extends IOException {
  private static final long serialVersionUID = 1L;

  NonsenseException(String message) {
    super(message);
  }
}
