package io.heimdex.local.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The ratios of several {@link CostReport}s of one tier and detector: the last document of a bench.
 *
 * @param longFiles those over 20 s; the figures of them are null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostSummary(
    String summary,
    String tier,
    @Nullable String detector,
    int files,
    double medianRatio,
    double maxRatio,
    String maxFile,
    int longFiles,
    @Nullable Double longMedianRatio,
    @Nullable Double longMaxRatio) {

  /** @param reports at least one */
  public static CostSummary of(List<CostReport> reports) {
    CostReport greatest = greatest(reports);
    List<CostReport> longer = reports.stream().filter(CostReport::isLong).toList();
    return new CostSummary(
        greatest.bench(),
        greatest.tier(),
        greatest.detector(),
        reports.size(),
        median(reports),
        greatest.ratio(),
        greatest.file(),
        longer.size(),
        longer.isEmpty() ? null : median(longer),
        longer.isEmpty() ? null : greatest(longer).ratio());
  }

  private static CostReport greatest(List<CostReport> reports) {
    return reports.stream()
        .max((a, b) -> Double.compare(a.ratio(), b.ratio()))
        .orElseThrow(() -> new IllegalArgumentException("No video was measured; expected one"));
  }

  private static double median(List<CostReport> reports) {
    return Costs.median(reports.stream().map(CostReport::ratio).toList());
  }

  /** For a person. */
  public String text() {
    String all = String.format(
        Locale.ROOT,
        "%s, %s tier%s: median ratio %.3f, greatest %.3f (%s), of %d",
        summary,
        tier,
        detector == null ? "" : ", " + detector,
        medianRatio,
        maxRatio,
        maxFile,
        files);
    return longMedianRatio == null || longMaxRatio == null
        ? all
        : all
            + String.format(
                Locale.ROOT,
                "; over 20 s: median %.3f, greatest %.3f, of %d",
                longMedianRatio,
                longMaxRatio,
                longFiles);
  }
}
