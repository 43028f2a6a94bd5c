package io.heimdex.operators.media;

import java.io.Serializable;

/** Makes scanners on the workers. */
@FunctionalInterface
public interface FrameScannerFactory extends Serializable {
  FrameScanner create();
}
