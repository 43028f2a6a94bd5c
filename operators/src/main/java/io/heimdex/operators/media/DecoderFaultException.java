package io.heimdex.operators.media;

import io.heimdex.schema.FailureCode;
import java.io.IOException;

/**
 * The process that decodes died, hung or hit a limit. That may be the video's fault or the machine's: it is tried again, each time
 * counts as an attempt, and the last one makes it the video's fault.
 */
public final class DecoderFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  /** @param code DECODER_CRASHED, DECODER_STUCK or DECODER_LIMIT_EXCEEDED: what the video fails with after the last attempt */
  public DecoderFaultException(FailureCode code, String message) {
    super(message);
    this.code = code;
  }

  public FailureCode code() {
    return code;
  }
}
