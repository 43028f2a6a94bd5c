package io.heimdex.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestStack;
import io.heimdex.local.TopicReader;
import io.heimdex.local.flink.EndlessJob;
import io.heimdex.local.flink.JobArtifacts;
import io.heimdex.local.flink.JobJar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class StackIT {
  @TempDir
  private Path directory;

  private StackHome home;
  private BackgroundStack stack;

  @BeforeEach
  void choose() {
    home = new StackHome(directory.resolve("home"));
    stack = new BackgroundStack(home);
  }

  @AfterEach
  void stop() throws IOException {
    stack.stop();
  }

  @Test
  void keepsItsDataAndItsJobOverAnOrderlyEnd() throws Exception {
    // Given
    StackAddresses before = start(0);
    try (S3Client s3 = TestStack.s3(before)) {
      s3.putObject(
          put -> put.bucket(before.uploadsBucket()).key("kept.mp4"),
          RequestBody.fromString("film"));
    }
    update(before, "CREATE TABLE kept AS SELECT 42 AS answer");
    assertThat(Files.getPosixFilePermissions(home.stack().resolve("stack.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    // When
    boolean stopped = stack.stop();
    StackAddresses after = start(0);

    // Then
    assertThat(stopped).isTrue();
    assertThat(after.pid()).isNotEqualTo(before.pid());
    assertThat(after.s3SecretKey()).isEqualTo(before.s3SecretKey());
    assertThat(after.databasePassword()).isEqualTo(before.databasePassword());
    assertThat(after.userId()).isEqualTo(before.userId());
    try (S3Client s3 = TestStack.s3(after);
        TopicReader uploads =
            new TopicReader(after.kafkaBootstrapServers(), after.uploadsTopic())) {
      assertThat(s3.getObjectAsBytes(get -> get.bucket(after.uploadsBucket()).key("kept.mp4"))
              .asUtf8String())
          .isEqualTo("film");
      assertThat(uploads.read(1)).singleElement().asString().contains("kept.mp4");
    }
    update(after, "UPDATE kept SET answer = 43 WHERE answer = 42");
    assertThat(restoredFrom(after)).contains("savepoint");
    StackStatus status = StackStatus.of(home);
    assertThat(status.jobState()).isEqualTo("RUNNING");
    assertThat(status.videos()).isEmpty();
  }

  @Test
  void leavesNothingRunningWhenItIsKilledAndGoesOnFromACheckpoint() throws Exception {
    // Given
    StackAddresses killed = start(1, "own-processes");
    ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
    List<ProcessHandle> all = process.descendants().toList();
    Map<String, Long> services = StackStatus.of(home).processes();
    assertThat(services)
        .containsOnlyKeys("kafka", "postgres", "s3", "zookeeper", "jobmanager", "taskmanager-1");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> checkpoints(killed).contains("\"latest\":{\"completed\":{"));
    for (String paused : List.of("kafka", "postgres", "taskmanager-1")) {
      signal("STOP", services.get(paused));
    }

    // When
    process.destroyForcibly();

    // Then
    assertThat(all).extracting(ProcessHandle::pid).containsAll(services.values());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(home.addresses()).isEmpty();
    StackAddresses next = start(1, "own-processes");
    assertThat(restoredFrom(next)).contains("/chk-");
    assertThat(read(next.flinkUrl() + "/jobs").split("RUNNING", -1))
        .as("one job")
        .hasSize(2);
  }

  @Test
  void refusesASecondStackInTheSameHomeAndPurgesWhenItIsDown() throws Exception {
    // Given
    StackAddresses first = start(0);
    StackOptions second = StackOptions.in(home.home());

    // When
    assertThatThrownBy(() -> Stack.start(second, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("is up", home.home().toString(), Long.toString(first.pid()));

    // Then
    assertThat(start(0)).isEqualTo(first);
    assertThatThrownBy(home::purge).hasMessageContaining("stop it before");
    stack.stop();
    home.purge();
    assertThat(home.stack()).doesNotExist();
  }

  private StackAddresses start(int taskManagers, String... more) throws IOException {
    Path jar = JobJar.of(EndlessJob.class, directory.resolve("job.jar"));
    Path lib = JobArtifacts.fromSystemProperties().lib();
    return stack.start(
        List.of("-Dheimdex.job.jar=" + jar, "-Dheimdex.flink.lib=" + lib),
        StackProcess.class.getName(),
        Stream.concat(
                Stream.of(home.home().toString(), Integer.toString(taskManagers)), Stream.of(more))
            .toList(),
        System.err::println);
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-s", name, Long.toString(pid)).start().waitFor();
  }

  private static void update(StackAddresses addresses, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(
        addresses.jdbcUrl(), addresses.databaseUser(), addresses.databasePassword())) {
      connection.createStatement().executeUpdate(sql);
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  private static String restoredFrom(StackAddresses addresses) throws IOException {
    return new ObjectMapper()
        .readTree(checkpoints(addresses))
        .at("/latest/restored/external_path")
        .asText();
  }

  private static String checkpoints(StackAddresses addresses) throws IOException {
    return read(addresses.flinkUrl() + "/jobs/" + addresses.jobId() + "/checkpoints");
  }

  private static String read(String url) throws IOException {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
