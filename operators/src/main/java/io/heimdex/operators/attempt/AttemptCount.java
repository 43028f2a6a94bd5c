package io.heimdex.operators.attempt;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.notice.SafeText;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at one piece of work since it last came further. Pure.
 *
 * <p>An attempt ends in one of four ways: the work is done (the count is forgotten); the decoder is at fault (known, counted);
 * the source is, or the task is stopped (taken back); or nobody sees it, because the process is gone (lost). So what was
 * begun and is no fault was lost.
 *
 * @param begun attempts, the one that runs included
 * @param faults those of them that ended by a fault of the decoder
 * @param farthestMicros how far any attempt has come; {@link Long#MIN_VALUE} at the start
 * @param lastCode of the last fault
 * @param lastError of the last fault
 */
public record AttemptCount(
    int begun,
    int faults,
    long farthestMicros,
    @Nullable FailureCode lastCode,
    @Nullable String lastError) {

  /** No attempt yet. */
  public static final AttemptCount NONE = new AttemptCount(0, 0, Long.MIN_VALUE, null, null);

  /**
   * Whether one more attempt may begin now. Asked while none runs.
   *
   * @param idle since the count last changed
   */
  public AttemptRuling ruling(DecodeWork work, AttemptLimits limits, Duration idle) {
    int lost = begun - faults;
    if (faults >= limits.maxFaults()) {
      return new AttemptRuling.Refused(new Failure(
          lastCode == null ? FailureCode.ATTEMPTS_EXHAUSTED : lastCode,
          work.stage(),
          faults + " attempts at " + work.describe() + " failed" + place() + "; the last one: "
              + lastError));
    }
    if (lost >= limits.maxLost()) {
      return new AttemptRuling.Refused(new Failure(
          FailureCode.ATTEMPTS_EXHAUSTED,
          work.stage(),
          lost + " attempts at " + work.describe() + " were begun and never came further" + place()
              + ", because each time the process around them ended"
              + (lastError == null ? "" : "; the last fault that was seen: " + lastError)));
    }
    Duration left =
        begun == 0 ? Duration.ZERO : limits.pauseAfter(begun, work.jitter()).minus(idle);
    return left.isNegative() || left.isZero()
        ? new AttemptRuling.Granted()
        : new AttemptRuling.Later(left);
  }

  public AttemptCount begin() {
    return new AttemptCount(begun + 1, faults, farthestMicros, lastCode, lastError);
  }

  /** The attempt that runs has ended by a fault of the decoder. */
  public AttemptCount fault(DecoderFaultException fault) {
    return new AttemptCount(
        begun,
        faults + 1,
        farthestMicros,
        fault.code(),
        SafeText.sentence(String.valueOf(fault.getMessage())));
  }

  /** The attempt that runs has ended, and neither the decoder nor the video is to blame. */
  public AttemptCount takeBack() {
    return new AttemptCount(
        Math.max(faults, begun - 1), faults, farthestMicros, lastCode, lastError);
  }

  /** The attempt that runs has come so far. Only what lies behind all earlier ones is progress, so that repeating is none. */
  public AttemptCount progress(long micros) {
    return micros > farthestMicros ? new AttemptCount(1, 0, micros, null, null) : this;
  }

  private String place() {
    return farthestMicros == Long.MIN_VALUE ? "" : " behind " + farthestMicros / 1_000_000 + " s";
  }
}
