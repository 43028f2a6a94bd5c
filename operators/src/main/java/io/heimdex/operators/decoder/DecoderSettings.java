package io.heimdex.operators.decoder;

import io.heimdex.operators.media.MediaSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a decoder process may take.
 *
 * @param memoryBytes address space for FFmpeg, on top of what the JVM has reserved when it starts
 * @param cpuPatience CPU time without a decoded frame, after which the process counts as stuck
 * @param wallPatience time without any progress (packet or frame), after which the process counts as stuck
 * @param maxOutputBytes what one call may hand back
 * @param idleEnd after this time without a call the process ends by itself; the next call starts another
 * @param media handed to the process when it starts: it must hold no secret
 */
public record DecoderSettings(
    long memoryBytes,
    Duration cpuPatience,
    Duration wallPatience,
    long maxOutputBytes,
    Duration idleEnd,
    MediaSettings media)
    implements Serializable {
  /** 2 GiB of memory: an 8K picture in 10 bits, and those it refers to. 8 GiB of output: the keyframes of a day. */
  public static final DecoderSettings DEFAULT = new DecoderSettings(
      2L << 30,
      Duration.ofMinutes(1),
      Duration.ofMinutes(3),
      8L << 30,
      Duration.ofMinutes(2),
      MediaSettings.DEFAULT);

  private static final long LEAST_MEMORY = 64L << 20;

  public DecoderSettings {
    if (memoryBytes < LEAST_MEMORY) {
      throw new IllegalArgumentException("A decoder process may take " + memoryBytes
          + " bytes; expected at least " + LEAST_MEMORY);
    }
    requirePositive("CPU time without a frame", cpuPatience);
    requirePositive("Time without progress", wallPatience);
    requirePositive("Time without a call", idleEnd);
    if (maxOutputBytes < 1) {
      throw new IllegalArgumentException(
          "A decoder process may hand back " + maxOutputBytes + " bytes; expected at least 1");
    }
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(what + " is " + value + "; expected more than 0");
    }
  }
}
