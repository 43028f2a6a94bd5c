package io.heimdex.local.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkClusterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private Path directory;

  @Test
  void runsTheMainClassInThisJvmAndResumesFromASavepoint() throws Exception {
    try (MiniFlink flink = MiniFlink.start(settings())) {
      JobID first = flink.submit(job(null));
      flink.client().awaitRunning(first, PATIENCE);
      assertThat(get(flink, "/index.html")).contains("flink");
      String savepoint = flink.client().stopWithSavepoint(first, PATIENCE);

      // When
      JobID second = flink.submit(job(savepoint));

      // Then
      flink.client().awaitRunning(second, PATIENCE);
      assertThat(restored(flink, second)).isEqualTo(1);
      assertThat(flink.client().status(first)).isEqualTo(JobStatus.FINISHED);
    }
  }

  @Test
  void tellsWhyAMainClassFailed() throws Exception {
    try (MiniFlink flink = MiniFlink.start(settings())) {
      assertThatThrownBy(
              () -> flink.submit(new FlinkJob(EndlessJob.class.getName(), List.of(), null)))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("EndlessJob", "Index 0 out of bounds");
    }
  }

  @Test
  void replacesATaskManagerThatWasKilledAndRestoresItsJob() throws Exception {
    JobArtifacts artifacts = new JobArtifacts(
        JobJar.of(EndlessJob.class, directory.resolve("job.jar")),
        JobArtifacts.fromSystemProperties().lib());
    try (ProcessFlink flink = ProcessFlink.start(settings(), 2, artifacts)) {
      JobID job = flink.submit(job(null));
      flink.client().awaitRunning(job, PATIENCE);
      await().atMost(PATIENCE).until(() -> completedCheckpoints(flink, job) > 0);
      List<Long> before = pids(flink);

      // When
      flink.taskManagers().get(0).kill();

      // Then
      await().atMost(PATIENCE).until(() -> restored(flink, job) > 0);
      flink.client().awaitRunning(job, PATIENCE);
      assertThat(pids(flink)).hasSize(2).contains(before.get(1)).doesNotContain(before.get(0));
    }
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    JobArtifacts artifacts = new JobArtifacts(
        JobJar.of(EndlessJob.class, directory.resolve("job.jar")),
        JobArtifacts.fromSystemProperties().lib());
    ProcessFlink flink = ProcessFlink.start(settings(), 1, artifacts);
    List<Long> pids = List.of(flink.jobManager().pid(), pids(flink).get(0));

    // When
    flink.close();

    // Then
    assertThat(pids)
        .noneMatch(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  private static List<Long> pids(ProcessFlink flink) {
    return flink.taskManagers().stream().map(ServiceProcess::pid).toList();
  }

  private FlinkSettings settings() {
    return FlinkSettings.in(directory).withSlots(2).withCheckpointInterval(Duration.ofMillis(500));
  }

  private static FlinkJob job(String restorePath) {
    return new FlinkJob(EndlessJob.class.getName(), List.of("endless"), restorePath);
  }

  private static int restored(FlinkCluster flink, JobID job) throws Exception {
    return checkpoints(flink, job).at("/counts/restored").asInt();
  }

  private static int completedCheckpoints(FlinkCluster flink, JobID job) throws Exception {
    return checkpoints(flink, job).at("/counts/completed").asInt();
  }

  private static JsonNode checkpoints(FlinkCluster flink, JobID job) throws Exception {
    return new ObjectMapper().readTree(get(flink, "/jobs/" + job + "/checkpoints"));
  }

  private static String get(FlinkCluster flink, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(flink.webUi() + path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
