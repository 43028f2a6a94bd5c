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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
    StackAddresses killed = start(1);
    ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
    List<ProcessHandle> all = Stream.concat(process.descendants(), postgres()).toList();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> checkpoints(killed).contains("\"latest\":{\"completed\":{"));

    // When
    process.destroyForcibly();

    // Then
    assertThat(all).hasSizeGreaterThan(2);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(home.addresses()).isEmpty();
    assertThat(restoredFrom(start(1))).contains("/chk-");
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

  private StackAddresses start(int taskManagers) throws IOException {
    Path jar = JobJar.of(EndlessJob.class, directory.resolve("job.jar"));
    Path lib = JobArtifacts.fromSystemProperties().lib();
    return stack.start(
        List.of("-Dheimdex.job.jar=" + jar, "-Dheimdex.flink.lib=" + lib),
        StackProcess.class.getName(),
        List.of(home.home().toString(), Integer.toString(taskManagers)),
        System.err::println);
  }

  private Stream<ProcessHandle> postgres() throws IOException {
    Path pidFile = home.stack().resolve("postgres/data/postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip())).stream();
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
    URI uri = URI.create(addresses.flinkUrl() + "/jobs/" + addresses.jobId() + "/checkpoints");
    return new String(
        uri.toURL().openStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
