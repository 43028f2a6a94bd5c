package io.heimdex.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A short run of the chaos command; docs/chaos.md tells of the long ones. */
class ChaosIT {
  private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
  private static final Set<FaultKind> KINDS = Set.of(
      FaultKind.KILL_TASK_MANAGER,
      FaultKind.KILL_JOB_MANAGER,
      FaultKind.KILL_POSTGRES,
      FaultKind.KILL_BEFORE_COMMIT,
      FaultKind.KILL_AFTER_COMMIT,
      FaultKind.KILL_AFTER_PUT,
      FaultKind.RESET_S3,
      FaultKind.DELETE_AND_UPLOAD);

  @TempDir
  private Path folder;

  @Test
  void rowsAndObjectsUnderFaultsAreThoseOfAnUndisturbedRun() throws Exception {
    // Given
    ChaosOptions options = new ChaosOptions(
        folder.resolve("chaos"),
        EmbeddedPostgresSettings.defaultCache(),
        List.of(),
        2,
        KINDS.size(),
        4,
        KINDS,
        Map.of());

    // When
    ChaosReport report = new ChaosRun(options, LOG::info).run();

    // Then
    assertThat(report.findings()).isEmpty();
    assertThat(report.missedFaults()).isZero();
    assertThat(report.faults())
        .hasSize(KINDS.size())
        .containsEntry("kill-before-commit", 1)
        .containsEntry("delete-and-upload", 1);
    assertThat(report.scenes()).as("scenes").isPositive();
    assertThat(report.restarts()).as("restarts").isGreaterThanOrEqualTo(4);
    assertThat(report.reads()).as("reads").isGreaterThan(100);
    assertThat(report.decodedFramesRatio()).as("decoded frames ratio").isBetween(0.3, 4.0);
  }
}
