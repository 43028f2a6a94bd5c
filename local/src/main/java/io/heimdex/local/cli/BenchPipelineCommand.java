package io.heimdex.local.cli;

import io.heimdex.jobs.SceneIndexOptions;
import io.heimdex.local.bench.PipelineBench;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.stack.StackOptions;
import io.heimdex.operators.media.ScanTier;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./heimdex bench pipeline}: what the whole job costs. */
@Command(
    name = "pipeline",
    description = {
      "Measure what the whole job costs against decoding its videos alone, by turns, medians. The stack is a fresh one, thrown away"
          + " afterwards.",
      "Counted is the CPU time of the TaskManager and all that it starts (the decoders), from the first upload until all videos are"
          + " indexed; not that of Kafka, PostgreSQL, S3 and the JobManager. A first round warms up. For Linux."
    },
    mixinStandardHelpOptions = true)
final class BenchPipelineCommand implements Callable<Integer> {
  @Mixin
  private BenchRuns runs = new BenchRuns();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Slots of the TaskManager; ${DEFAULT-VALUE} by default.")
  private int slots = 1;

  @Option(
      names = "--tier",
      defaultValue = "full",
      description =
          "How much of the videos the job decodes: full or fast (default: ${DEFAULT-VALUE}). It is compared with full decoding in any case.")
  private ScanTier tier = ScanTier.FULL;

  @Mixin
  private JobOptionFlags jobOptions = new JobOptionFlags();

  @Override
  public Integer call() throws Exception {
    runs.allVideos((videos, listener) -> {
      try (TrialStack stack = TrialStack.start("bench-pipeline", this::stack)) {
        return new PipelineBench(videos, tier, runs.runs())
            .measure((ProcessFlink) stack.flink(), stack::indexerOfNewUser, listener);
      }
    });
    return ExitCode.OK;
  }

  private StackOptions stack(Path home) {
    StackOptions options = StackOptions.in(home)
        .withTaskManagers(1, slots)
        .withJobOption(SceneIndexOptions.DETECT_TIER.key(), tier.name());
    return jobOptions.in(options);
  }
}
