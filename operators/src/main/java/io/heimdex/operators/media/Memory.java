package io.heimdex.operators.media;

import io.heimdex.schema.FailureCode;

/** Tells a want of memory from damage: a picture that there was no memory for must not be skipped as if the video lacked it. */
final class Memory {
  /** The same on every system we run on. */
  private static final int ENOMEM = 12;

  private Memory() {}

  static void check(int result, String doing) throws DecoderFaultException {
    if (result == -ENOMEM) {
      throw new DecoderFaultException(
          FailureCode.DECODER_LIMIT_EXCEEDED, "There was no memory left for " + doing);
    }
  }
}
