package io.heimdex.operators.decoder;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.schema.FailureCode;
import java.util.Locale;

/** Reads from how a decoder process ended what that means. */
final class ProcessEnd {
  /** Of {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_HEAP = 3;

  private static final int SIGNALLED = 128;
  private static final int SIGXCPU = SIGNALLED + 24;

  private ProcessEnd() {}

  static DecoderFaultException fault(int status, String errors) {
    return new DecoderFaultException(
        code(status, errors),
        "The decoder process ended " + describe(status) + (errors.isEmpty() ? "" : ": " + errors));
  }

  private static FailureCode code(int status, String errors) {
    String text = errors.toLowerCase(Locale.ROOT);
    if (status == OUT_OF_HEAP
        || text.contains("insufficient memory")
        || text.contains("outofmemoryerror")) {
      return FailureCode.DECODER_LIMIT_EXCEEDED;
    }
    return status == SIGXCPU ? FailureCode.DECODER_STUCK : FailureCode.DECODER_CRASHED;
  }

  private static String describe(int status) {
    return status > SIGNALLED
        ? "by signal " + (status - SIGNALLED) + signalName(status - SIGNALLED)
        : "with exit status " + status;
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 4 -> " (SIGILL)";
      case 6 -> " (SIGABRT)";
      case 8 -> " (SIGFPE)";
      case 9 -> " (SIGKILL: by hand, or by the system for want of memory)";
      case 11 -> " (SIGSEGV)";
      case 24 -> " (SIGXCPU)";
      default -> "";
    };
  }
}
