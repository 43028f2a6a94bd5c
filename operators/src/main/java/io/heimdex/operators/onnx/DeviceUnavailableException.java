package io.heimdex.operators.onnx;

/** A device that the settings name can't be used in this process. The innermost cause, so that tools show all that it says. */
public final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeviceUnavailableException(String message) {
    super(message);
  }
}
