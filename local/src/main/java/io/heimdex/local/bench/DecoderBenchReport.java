package io.heimdex.local.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * What decoding a video cost, medians.
 *
 * @param inProcessCpuMillis in this process
 * @param isolatedCpuMillis in a process of its own, with what this one does for it
 * @param startMillis from the first call of a new process to its answer
 * @param startCpuMillis that the new process took for it
 * @param residentMegabytes of the process at the end; 0 where the system doesn't tell
 */
public record DecoderBenchReport(
    String video,
    long inProcessCpuMillis,
    long isolatedCpuMillis,
    long startMillis,
    long startCpuMillis,
    long residentMegabytes) {

  /** What isolation costs on top, in percent of CPU time. */
  @JsonProperty
  public double overheadPercent() {
    return Math.rint(1000.0 * (isolatedCpuMillis - inProcessCpuMillis) / inProcessCpuMillis) / 10;
  }

  public String text() {
    return String.format(
        Locale.ROOT,
        "%s: %d ms of CPU time in this process, %d ms in a process of its own: %+.1f %%; which starts in %d ms (%d ms of CPU time) and takes %d MB",
        video,
        inProcessCpuMillis,
        isolatedCpuMillis,
        overheadPercent(),
        startMillis,
        startCpuMillis,
        residentMegabytes);
  }
}
