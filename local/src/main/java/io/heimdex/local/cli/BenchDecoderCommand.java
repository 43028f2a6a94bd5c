package io.heimdex.local.cli;

import io.heimdex.local.bench.DecoderBench;
import io.heimdex.local.bench.DecoderBenchReport;
import io.heimdex.operators.media.MediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./heimdex bench decoder VIDEO…}: decoding in a process of its own against decoding in this one. */
@Command(
    name = "decoder",
    description =
        "Measure what decoding in a process of its own costs over decoding in this one: CPU time of all processes, by turns, medians.",
    mixinStandardHelpOptions = true)
final class BenchDecoderCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "VIDEO",
      arity = "1..*",
      description = "Video files; some 10 s and more.")
  private List<Path> videos = List.of();

  @Option(
      names = "--runs",
      defaultValue = "5",
      description = "Measured runs of each way, after some to warm up (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Mixin
  private Output output = new Output();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    if (runs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--runs is " + runs + "; expected at least 1");
    }
    DecoderBench bench = new DecoderBench(runs);
    for (Path video : videos) {
      DecoderBenchReport report = measure(bench, video);
      output.result(report, report.text());
    }
    return ExitCode.OK;
  }

  private static DecoderBenchReport measure(DecoderBench bench, Path video)
      throws IOException, MediaException, InterruptedException {
    try (Progress progress = Progress.of(video.getFileName().toString(), " runs")) {
      progress.maxHint(bench.totalRuns());
      return bench.measure(video, progress::stepTo);
    }
  }
}
