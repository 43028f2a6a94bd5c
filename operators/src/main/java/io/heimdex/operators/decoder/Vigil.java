package io.heimdex.operators.decoder;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.schema.FailureCode;
import java.time.Duration;

/**
 * Tells a process that works from one that hangs. Frames count as work whatever they cost; packets do as long as little CPU time goes into
 * them. Time in which nobody waits for the process doesn't count. Not thread-safe.
 */
final class Vigil {
  private static final long UNKNOWN = -1;

  private final Duration cpuPatience;
  private final Duration wallPatience;
  private long packets = UNKNOWN;
  private long frames = UNKNOWN;
  private long quietSinceNanos;
  private long cpuNanosAtFrame = UNKNOWN;

  Vigil(DecoderSettings settings) {
    cpuPatience = settings.cpuPatience();
    wallPatience = settings.wallPatience();
  }

  /** From now on somebody waits for the process. */
  void begin(long nowNanos) {
    quietSinceNanos = nowNanos;
    cpuNanosAtFrame = UNKNOWN;
  }

  /** The process told how far it is. */
  void pulse(long nowPackets, long nowFrames, long nowNanos) {
    if (nowFrames != frames) {
      cpuNanosAtFrame = UNKNOWN;
    }
    if (nowFrames != frames || nowPackets != packets) {
      quietSinceNanos = nowNanos;
    }
    frames = nowFrames;
    packets = nowPackets;
  }

  /** @throws DecoderFaultException if the process counts as stuck */
  void check(long nowNanos, Duration cpuSoFar) throws DecoderFaultException {
    long cpu = cpuSoFar.toNanos();
    if (cpuNanosAtFrame == UNKNOWN) {
      cpuNanosAtFrame = cpu;
    }
    if (nowNanos - quietSinceNanos > wallPatience.toNanos()) {
      throw stuck("has made no progress for " + wallPatience.toSeconds() + " s");
    }
    if (cpu - cpuNanosAtFrame > cpuPatience.toNanos()) {
      throw stuck("took " + cpuPatience.toSeconds() + " s of CPU time without a frame");
    }
  }

  private static DecoderFaultException stuck(String how) {
    return new DecoderFaultException(
        FailureCode.DECODER_STUCK, "The decoder process " + how + ", and was killed");
  }
}
