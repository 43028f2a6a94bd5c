package io.heimdex.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestStack;
import io.heimdex.local.TopicReader;
import io.heimdex.local.flink.EndlessJob;
import io.heimdex.local.flink.JobJar;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.process.ServiceProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class StackProcessesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir
  private static Path directory;

  private static Stack stack;
  private static StackProcesses processes;

  @BeforeAll
  static void start() throws IOException {
    String jarOfTheBuild = System.getProperty("heimdex.job.jar");
    Path jar = JobJar.of(EndlessJob.class, directory.resolve("job.jar"));
    System.setProperty("heimdex.job.jar", jar.toString());
    try {
      stack = Stack.start(
          TestStack.options(directory.resolve("home"))
              .withTaskManagers(2, 1)
              .withOwnProcesses()
              .withCheckpointInterval(Duration.ofMillis(500))
              .withJob(EndlessJob.class.getName()),
          line -> {});
    } finally {
      System.setProperty("heimdex.job.jar", jarOfTheBuild);
    }
    processes = stack.processes().orElseThrow();
  }

  @AfterAll
  static void stop() {
    List<ServiceProcess> all = processes.all();
    stack.close();
    assertThat(all).hasSize(7).noneMatch(ServiceProcess::isAlive);
  }

  @Test
  void servicesThatAreKilledComeBackWithTheirDataAndTheJobGoesOn() throws Exception {
    // Given
    try (S3Client s3 = TestStack.s3(stack.addresses())) {
      s3.putObject(
          put -> put.bucket(StackServices.UPLOADS_BUCKET).key("kept.mp4"),
          RequestBody.fromString("film"));
    }
    update("CREATE TABLE kept AS SELECT 42 AS answer");
    long before = completedCheckpoints();

    // When
    for (ServiceKind kind : ServiceKind.values()) {
      processes.of(kind).get(0).kill();
    }

    // Then
    processes.awaitUp(PATIENCE);
    assertThat(processes.one(ServiceKind.KAFKA).starts()).isEqualTo(2);
    try (S3Client s3 = TestStack.s3(stack.addresses());
        TopicReader uploads = new TopicReader(
            stack.addresses().kafkaBootstrapServers(), StackServices.UPLOADS_TOPIC)) {
      assertThat(s3.getObjectAsBytes(
                  get -> get.bucket(StackServices.UPLOADS_BUCKET).key("kept.mp4"))
              .asUtf8String())
          .isEqualTo("film");
      assertThat(uploads.read(1)).anyMatch(event -> event.contains("kept.mp4"));
    }
    update("UPDATE kept SET answer = 43 WHERE answer = 42");
    // The same job: its id is in the address that is asked.
    awaitRunning();
    assertThat(checkpoints().at("/latest/restored/id").asLong()).isGreaterThanOrEqualTo(before);
    assertThat(checkpoints().at("/counts/restored").asInt()).isPositive();
  }

  @Test
  void clientsWaitForServicesThatArePaused() throws Exception {
    // Given
    List<ServiceProcess> all = processes.all();

    // When
    all.forEach(ServiceProcess::pause);
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::databaseName);

    // Then
    assertThat(all).noneMatch(ServiceProcess::isUp);
    await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !answer.isDone());
    all.forEach(ServiceProcess::resume);
    assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("heimdex");
    processes.awaitUp(PATIENCE);
    awaitRunning();
  }

  @Test
  void theJobComesThroughTheProxiesAndToolsDoNot() throws Exception {
    long accepted = processes.proxy(ServiceKind.S3).accepted();
    StackServices.Reached forJob = jobSide();

    // When
    try (Connection throughProxy = DriverManager.getConnection(
            forJob.jdbcUrl(), forJob.databaseUser(), forJob.databasePassword());
        TopicReader uploads =
            new TopicReader(forJob.kafkaBootstrapServers(), StackServices.UPLOADS_TOPIC)) {
      uploads.read(0);
      processes.proxy(ServiceKind.POSTGRES).resetAll();

      // Then
      assertThat(throughProxy.isValid(5)).isFalse();
      // A client that comes through the proxy is told nothing but the proxy's address.
      processes.proxy(ServiceKind.KAFKA).cut();
      assertThat(processes.proxy(ServiceKind.KAFKA).connections()).isZero();
      assertThat(processes.one(ServiceKind.KAFKA).isUp()).isTrue();
      processes.proxy(ServiceKind.KAFKA).restore();
      uploads.read(0);
      assertThat(processes.proxy(ServiceKind.KAFKA).connections()).isPositive();
    }
    assertThat(processes.proxy(ServiceKind.S3).accepted()).isEqualTo(accepted);
  }

  @Test
  void aFullDiskFailsCheckpointsAndTheNextOnesComplete() throws Exception {
    ServiceProcess jobManager = processes.one(ServiceKind.JOB_MANAGER);
    int starts = jobManager.starts();
    long failed = checkpoints().at("/counts/failed").asLong();

    // When
    jobManager.limitFileSize(0);

    // Then
    await().atMost(PATIENCE).until(() -> checkpoints().at("/counts/failed").asLong() > failed);
    jobManager.liftFileSizeLimit();
    long completed = completedCheckpoints();
    await().atMost(PATIENCE).until(() -> completedCheckpoints() > completed);
    assertThat(jobManager.starts()).isEqualTo(starts);
    awaitRunning();
  }

  @Test
  void theJobIsRescaledFromASavepoint() throws Exception {
    ProcessFlink flink = (ProcessFlink) stack.flink().orElseThrow();

    // When
    String savepoint = stack.stopJob();
    flink.scaleTo(1);
    stack.startJob(savepoint);

    // Then
    assertThat(parallelism()).isEqualTo(1);
    assertThat(checkpoints().at("/latest/restored/external_path").asText()).contains("savepoint");
    String next = stack.stopJob();
    flink.scaleTo(2);
    stack.startJob(next);
    assertThat(parallelism()).isEqualTo(2);
    assertThat(processes.of(ServiceKind.TASK_MANAGER))
        .extracting(ServiceProcess::name)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void anObjectThatS3WasKilledInIsNotThereAfterwards() throws Exception {
    String bucket = StackServices.DERIVED_BUCKET;
    CountDownLatch killed = new CountDownLatch(1);
    try (S3Client s3 = TestStack.s3(stack.addresses())) {
      CompletableFuture<?> put = CompletableFuture.runAsync(() -> s3.putObject(
          request -> request.bucket(bucket).key("half.webp"),
          RequestBody.fromContentProvider(
              () -> halfUntil(killed), 200_000, "application/octet-stream")));
      await().atMost(PATIENCE).until(() -> !keys(s3, bucket).isEmpty());

      // When
      processes.one(ServiceKind.S3).kill();
      killed.countDown();
      processes.awaitUp(PATIENCE);

      // Then
      await().atMost(PATIENCE).until(put::isDone);
      assertThat(keys(s3, bucket)).allMatch("half.webp"::equals);
    }
  }

  /** Half of the content, and the rest once S3 was killed. */
  private static InputStream halfUntil(CountDownLatch killed) {
    return new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new InputStream() {
      private int left = 100_000;

      @Override
      public int read() throws IOException {
        try {
          killed.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        left--;
        return left >= 0 ? 0 : -1;
      }
    });
  }

  private static List<String> keys(S3Client s3, String bucket) {
    return s3.listObjectsV2(list -> list.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static StackServices.Reached jobSide() throws IOException {
    Properties job = new Properties();
    try (InputStream file = Files.newInputStream(directory.resolve("home/stack/job.properties"))) {
      job.load(file);
    }
    return new StackServices.Reached(
        job.getProperty("heimdex.kafka.bootstrap-servers"),
        job.getProperty("heimdex.database.url"),
        job.getProperty("heimdex.database.user"),
        job.getProperty("heimdex.database.password"),
        job.getProperty("heimdex.s3.endpoint"));
  }

  private static void awaitRunning() throws IOException {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> {
      JsonNode job = json("");
      return job.path("state").asText().equals(JobStatus.RUNNING.name())
          && job.path("vertices").findValuesAsText("status").stream().allMatch("RUNNING"::equals);
    });
  }

  private static int parallelism() throws IOException {
    return json("").at("/vertices/0/parallelism").asInt();
  }

  private static long completedCheckpoints() throws IOException {
    return checkpoints().at("/latest/completed/id").asLong();
  }

  private static JsonNode checkpoints() throws IOException {
    return json("/checkpoints");
  }

  private static JsonNode json(String path) throws IOException {
    StackAddresses addresses = stack.addresses();
    URI uri = URI.create(addresses.flinkUrl() + "/jobs/" + addresses.jobId() + path);
    try (InputStream body = uri.toURL().openStream()) {
      return new ObjectMapper().readTree(body);
    }
  }

  private String databaseName() {
    try (Connection connection = connect();
        ResultSet row = connection.createStatement().executeQuery("SELECT current_database()")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect() throws SQLException {
    StackAddresses addresses = stack.addresses();
    return DriverManager.getConnection(
        addresses.jdbcUrl(), addresses.databaseUser(), addresses.databasePassword());
  }

  private static void update(String sql) throws SQLException {
    try (Connection connection = connect()) {
      connection.createStatement().executeUpdate(sql);
    }
  }
}
