package io.heimdex.local.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What something cost against decoding alone: a document of {@code ./heimdex bench scenes|decode|pipeline --json}. Times are seconds,
 * medians of the runs; a ratio is that of two medians.
 *
 * @param file the video, or how many
 * @param tier of decoding
 * @param detector null where none is chosen
 * @param videoS length of the video
 * @param decodeCpuS what it is compared with
 * @param withKeyframesCpuS with the keyframe candidates that a scan makes on top; null where that is no question
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostReport(
    String bench,
    String file,
    String tier,
    @Nullable String detector,
    double videoS,
    long frames,
    int runs,
    double decodeCpuS,
    double cpuS,
    double ratio,
    double decodeWallS,
    double wallS,
    double wallRatio,
    @Nullable Double withKeyframesCpuS,
    @Nullable Double withKeyframesRatio) {

  static CostReport of(
      String bench,
      Subject subject,
      int runs,
      Costs decoding,
      Costs work,
      @Nullable Costs withKeyframes) {
    double decodeCpu = decoding.cpuSeconds();
    return new CostReport(
        bench,
        subject.file(),
        subject.tier(),
        subject.detector(),
        rounded(subject.seconds()),
        subject.frames(),
        runs,
        rounded(decodeCpu),
        rounded(work.cpuSeconds()),
        rounded(work.cpuSeconds() / decodeCpu),
        rounded(decoding.wallSeconds()),
        rounded(work.wallSeconds()),
        rounded(work.wallSeconds() / decoding.wallSeconds()),
        withKeyframes == null ? null : rounded(withKeyframes.cpuSeconds()),
        withKeyframes == null ? null : rounded(withKeyframes.cpuSeconds() / decodeCpu));
  }

  /** What was measured. */
  record Subject(
      String file, String tier, @Nullable String detector, double seconds, long frames) {}

  /** For a person. */
  public String text() {
    String keyframes = withKeyframesRatio == null
        ? ""
        : String.format(Locale.ROOT, ", with keyframes %.3f", withKeyframesRatio);
    return String.format(
        Locale.ROOT,
        "%7.3f%s  (CPU %.3f s against %.3f s; wall %.3f s against %.3f s; %d frames, %s tier%s)  %s",
        ratio,
        keyframes,
        cpuS,
        decodeCpuS,
        wallS,
        decodeWallS,
        frames,
        tier,
        detector == null ? "" : ", " + detector,
        file);
  }

  /** Whether the clip is long enough for the start to weigh nothing, as the goals have it: over 20 s. */
  @JsonIgnore
  boolean isLong() {
    return videoS > 20;
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}
