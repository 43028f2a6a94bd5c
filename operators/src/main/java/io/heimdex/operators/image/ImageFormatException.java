package io.heimdex.operators.image;

/** Bytes that are no picture which can be decoded. Trying again gives the same. */
public final class ImageFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public ImageFormatException(String message) {
    super(message);
  }
}
