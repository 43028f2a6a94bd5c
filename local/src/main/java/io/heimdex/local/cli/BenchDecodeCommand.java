package io.heimdex.local.cli;

import io.heimdex.local.bench.DecodeBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code ./heimdex bench decode}: what decoding costs through Java. */
@Command(
    name = "decode",
    description = {
      "Measure what decoding costs through Java against the program ffmpeg of the same build: one thread each, by turns, CPU time,"
          + " medians.",
      "The ratio is that of the loop in Java to the program. For Linux."
    },
    mixinStandardHelpOptions = true)
final class BenchDecodeCommand implements Callable<Integer> {
  @Mixin
  private BenchRuns runs = new BenchRuns();

  @Override
  public Integer call() throws Exception {
    DecodeBench bench = new DecodeBench(runs.runs());
    runs.eachVideo(bench::measure);
    return ExitCode.OK;
  }
}
