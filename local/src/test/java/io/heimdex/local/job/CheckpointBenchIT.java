package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestStack;
import io.heimdex.local.bench.CheckpointBenchOptions;
import io.heimdex.local.bench.CheckpointBenchReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointBenchIT {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @TempDir
  private static Path folder;

  @Test
  void checkpointsCompleteWhileAVideoIsDecodedAndAKillRepeatsNoMoreThanOneInterval()
      throws Exception {
    try (JobStack job = new JobStack(TestStack.options(folder.resolve("home"))
        .withTaskManagers(2, 1)
        .withCheckpointInterval(INTERVAL)
        .withJobOption("heimdex.plan.segment-duration", "60s"))) {
      // Given
      CheckpointBenchOptions options = new CheckpointBenchOptions(
          List.of(), Duration.ofMinutes(4), INTERVAL, folder.resolve("videos"));

      // When
      CheckpointBenchReport report = job.measureCheckpoints(options);

      // Then
      assertThat(report.frames()).isEqualTo(6000);
      assertThat(report.restarts()).isPositive();
      assertThat(report.checkpointsCompleted()).isGreaterThan(3);
      assertThat(report.framesDecoded()).isGreaterThanOrEqualTo(report.frames());
      assertThat(report.framesDecodedAgain()).isLessThanOrEqualTo(report.framesDecodedAgainBound());
      assertThat(report.stateMaxBytes()).isLessThan(50_000_000);
      Published.assertInvariants(job);
    }
  }
}
