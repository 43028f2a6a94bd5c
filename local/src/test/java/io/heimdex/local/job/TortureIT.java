package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestStack;
import io.heimdex.local.torture.TortureOptions;
import io.heimdex.local.torture.TortureReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TortureIT {
  @TempDir
  private static Path folder;

  @Test
  void brokenVideosAreIndexedOrFailWithACodeAndHarmNoOther() throws Exception {
    try (JobStack job = new JobStack(
        TestStack.options(folder.resolve("home")).withCheckpointInterval(Duration.ofSeconds(1)))) {
      // Given
      TortureOptions options = new TortureOptions(
          List.of(), 40, 3, List.of(), 16, Duration.ofSeconds(60), folder.resolve("files"), false);

      // When
      TortureReport report = job.torture(options);

      // Then
      assertThat(report.findings()).isEmpty();
      assertThat(report.restarts()).isZero();
      assertThat(report.stuck()).isZero();
      assertThat(report.files()).as("nine good ones, and the broken").isEqualTo(49);
      assertThat(report.indexed()).isGreaterThanOrEqualTo(9);
      assertThat(report.failed()).isPositive();
      assertThat(report.byCode().values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(report.failed());
      assertThat(report.byCode()).doesNotContainKey("null");
      assertThat(folder.resolve("files")).isDirectory().isEmptyDirectory();
      Published.assertInvariants(job);
    }
  }
}
