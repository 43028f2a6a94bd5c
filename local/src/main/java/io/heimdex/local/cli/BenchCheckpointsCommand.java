package io.heimdex.local.cli;

import io.heimdex.local.bench.CheckpointBench;
import io.heimdex.local.bench.CheckpointBenchOptions;
import io.heimdex.local.bench.CheckpointBenchReport;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.stack.StackOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex bench checkpoints}: checkpoints while a long video is decoded, through a kill. */
@Command(
    name = "checkpoints",
    description = {
      "Index a long video on two slots, kill a TaskManager in the middle, and tell how the checkpoints did and how many frames"
          + " were decoded again.",
      "The long video is made of the given ones, put one after another without decoding; without VIDEO, of a synthetic one. The"
          + " stack is a fresh one, thrown away afterwards.",
      "The exit status is 0 only if the goals are met: p99 under 2 s, state under 50 MB, no more decoded again than the frames of"
          + " one checkpoint interval and, a slot, one group of pictures and one batch (256 frames)."
    },
    mixinStandardHelpOptions = true)
final class BenchCheckpointsCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "VIDEO",
      arity = "0..*",
      description = "Video files of the same encoder and settings.")
  private List<Path> videos = List.of();

  @Option(
      names = "--hours",
      paramLabel = "H",
      description = "Length of the long video; ${DEFAULT-VALUE} by default.")
  private double hours = 1;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "SECONDS",
      description = "Between two checkpoints of the job; ${DEFAULT-VALUE} by default.")
  private double checkpointSeconds = 10;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    Duration interval = Duration.ofMillis(Math.round(checkpointSeconds * 1000));
    try (TrialStack stack = TrialStack.start(
            "bench-checkpoints",
            home -> StackOptions.in(home).withTaskManagers(2, 1).withCheckpointInterval(interval));
        VideoIndexer indexer = stack.indexer()) {
      CheckpointBenchOptions options = new CheckpointBenchOptions(
          videos, Duration.ofMillis(Math.round(hours * 3_600_000)), interval, stack.folder());
      CheckpointBenchReport report = new CheckpointBench(
              options, (ProcessFlink) stack.flink(), stack.job(), System.err::println)
          .run(indexer);
      if (!report.passed()) {
        stack.keep();
      }
      output.result(report, text(report));
      return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static String text(CheckpointBenchReport report) {
    String figures = String.format(
        Locale.ROOT,
        """
        video                %.1f s, %d frames, on %d slots, in %.1f s
        checkpoints          every %.1f s: %d completed, %d failed; %d restarts
        end to end           p50 %.0f ms, p99 %.0f ms, max %d ms
        state                at most %d bytes
        frames decoded       %d, of which %d between the kill and its notice, and again at most %d; bound %d""",
        report.videoSeconds(),
        report.frames(),
        report.slots(),
        report.seconds(),
        report.checkpointIntervalSeconds(),
        report.checkpointsCompleted(),
        report.checkpointsFailed(),
        report.restarts(),
        report.p50Ms(),
        report.p99Ms(),
        report.maxMs(),
        report.stateMaxBytes(),
        report.framesDecoded(),
        report.framesDecodedAfterKill(),
        report.framesDecodedAgain(),
        report.framesDecodedAgainBound());
    StringBuilder text = new StringBuilder(figures);
    report
        .missed()
        .forEach(goal -> text.append(System.lineSeparator()).append("missed: ").append(goal));
    return text.toString();
  }
}
