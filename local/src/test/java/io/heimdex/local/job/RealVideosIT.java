package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestStack;
import io.heimdex.local.index.SampleVideos;
import io.heimdex.local.index.VideoReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real videos, where the environment variable HEIMDEX_MEDIA names their folder; without it, only those of the sample. */
class RealVideosIT {
  @TempDir
  private Path folder;

  @Test
  void everyVideoIsIndexedWithoutAGapOrFailsWithACode() throws Exception {
    // Given
    List<Path> videos = videos();

    // When
    Map<Path, VideoReport> reports;
    try (JobStack job = new JobStack(TestStack.options(folder.resolve("home")))) {
      reports = job.index(videos);

      // Then
      Published.assertInvariants(job);
      assertThat(JobRest.of(job).restarts()).isZero();
    }
    assertThat(reports).hasSameSizeAs(videos);
    reports.values().forEach(RealVideosIT::assertFinal);
  }

  private static void assertFinal(VideoReport report) {
    if (report.isIndexed()) {
      assertThat(report.scenes()).as(report.file()).isNotEmpty();
    } else {
      assertThat(report.errorCode()).as(report.file()).isNotBlank();
      assertThat(report.file()).as("only damaged videos fail").contains("torture");
    }
  }

  private List<Path> videos() throws Exception {
    String media = System.getenv("HEIMDEX_MEDIA");
    if (media == null) {
      return SampleVideos.write(folder);
    }
    try (Stream<Path> clips = Files.list(Path.of(media, "clips"));
        Stream<Path> torture = Files.list(Path.of(media, "torture"))) {
      return Stream.concat(clips, torture).sorted().toList();
    }
  }
}
