package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heimdex.local.TestStack;
import io.heimdex.local.chaos.HalfVisibleReader;
import io.heimdex.local.chaos.PublishedState;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.index.VideoReport;
import io.heimdex.local.publish.JanitorLoop;
import io.heimdex.local.stack.StackOptions;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows and objects are those of an undisturbed run of one slot, whatever happens. */
class SameResultIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir
  private static Path folder;

  private static List<Path> videos;
  private static PublishedState undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    videos = List.of(write("a.mp4", 1), write("b.mp4", 2), write("c.mp4", 3));
    try (JobStack job = new JobStack(options("undisturbed").withTaskManagers(0, 1))) {
      assertThat(job.index(videos).values()).extracting(VideoReport::state).containsOnly("indexed");
      Published.assertInvariants(job);
      undisturbed = job.published();
    }
  }

  @Test
  void fourSlotsGiveTheSameRowsAndObjectsAsOne() throws Exception {
    try (JobStack job = new JobStack(options("four").withTaskManagers(0, 4))) {
      // When
      job.index(videos);

      // Then
      assertThat(job.published()).isEqualTo(undisturbed);
    }
  }

  @Test
  void aTaskManagerKilledInTheMiddleOfAVideoWhileJanitorsWorkChangesNothingAndShowsNoHalfVideo()
      throws Exception {
    StackOptions withJanitor = options("killed")
        .withTaskManagers(2, 2)
        .withJobOption("heimdex.janitor.interval", "200ms")
        .withJobOption("heimdex.janitor.requests-per-second", "10000");
    try (JobStack job = new JobStack(withJanitor);
        JanitorLoop janitor =
            new JanitorLoop(job.addresses().database(), job.addresses().s3());
        HalfVisibleReader reader = new HalfVisibleReader(job.addresses().database())) {
      ProcessFlink flink = (ProcessFlink) job.stack().flink().orElseThrow();
      CompletableFuture<Map<Path, VideoReport>> indexing = CompletableFuture.supplyAsync(() -> {
        try {
          return job.index(videos);
        } catch (Exception e) {
          throw new CompletionException(e);
        }
      });
      await().atMost(PATIENCE).until(() -> !job.objectKeys().isEmpty());

      // When
      flink.taskManagers().get(0).kill();
      List<String> indexedAtTheKill =
          job.rows("SELECT video_id FROM videos WHERE state = 'indexed'");

      // Then
      indexing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(indexedAtTheKill)
          .as("videos that were ready before the kill")
          .hasSizeLessThan(videos.size());
      assertThat(JobRest.of(job).restarts()).as("restarts").isPositive();
      Published.assertInvariants(job);
      assertThat(job.published()).isEqualTo(undisturbed);
      assertThat(reader.halfVisible()).isEmpty();
      assertThat(reader.reads()).isGreaterThan(10);
      assertThat(janitor.sweeps()).isGreaterThan(10);
    }
  }

  private static StackOptions options(String name) {
    return TestStack.options(folder.resolve(name))
        .withCheckpointInterval(Duration.ofSeconds(1))
        // Several segments a video, and work enough that a kill comes in the middle of it.
        .withJobOption("heimdex.plan.segment-duration", "5s")
        .withJobOption("heimdex.detect.keyframe-interval", "80ms");
  }

  private static Path write(String name, long seed) throws IOException {
    Path file = folder.resolve(name);
    SyntheticVideo.builder()
        .size(1280, 720)
        .framesPerSecond(25)
        .codec(SyntheticCodec.MPEG4)
        .bFrames(2)
        .groupOfPictures(50)
        .shot(120, seed)
        .shot(60, seed + 100)
        .shot(100, seed + 200)
        .shot(120, seed + 300)
        .build()
        .write(file);
    return file;
  }
}
