package io.heimdex.local.cli;

import io.heimdex.local.bench.SceneBench;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.operators.shot.DetectorSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./heimdex bench scenes}: what scene detection costs on top of decoding. */
@Command(
    name = "scenes",
    description = {
      "Measure what scene detection costs against decoding alone: on one thread, by turns, CPU time of that thread, medians.",
      "The ratio is that of decoding, features and detector to decoding; a second one has the keyframe candidates on top. The last"
          + " line tells the median and the greatest ratio, also of the videos over 20 s alone."
    },
    mixinStandardHelpOptions = true)
final class BenchScenesCommand implements Callable<Integer> {
  @Mixin
  private BenchRuns runs = new BenchRuns();

  @Mixin
  private DetectorChoice detector = new DetectorChoice();

  @Option(
      names = "--tier",
      defaultValue = "full",
      description =
          "How much of the videos scene detection decodes: full or fast (default: ${DEFAULT-VALUE}). It is compared with full decoding in any case.")
  private ScanTier tier = ScanTier.FULL;

  @Override
  public Integer call() throws Exception {
    try (DetectorSettings settings = detector.settings()) {
      SceneBench bench = new SceneBench(settings, tier, runs.runs());
      runs.eachVideo(bench::measure);
    }
    return ExitCode.OK;
  }
}
