package io.heimdex.local.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heimdex.jobs.SceneIndexJob;
import io.heimdex.local.flink.FlinkJob;
import io.heimdex.local.flink.FlinkSettings;
import io.heimdex.local.flink.JobArtifacts;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.postgres.EmbeddedPostgresServer;
import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.storage.S3ObjectStore;
import io.heimdex.operators.storage.S3Settings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job in processes of its own, on servers that speak TLS only and ask for passwords. */
class SecureJobIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String OWNER = "0d3c6f3e-30f5-4b59-9a3c-0c5ff0b5a111";
  private static final String USER = "tls_worker";

  private final String kafkaPassword = "kafka-" + UUID.randomUUID();
  private final String databasePassword = "postgres-" + UUID.randomUUID();

  @TempDir
  private Path folder;

  private Certificates certificates;
  private SecureKafka kafka;
  private DatabaseSettings owner;
  private DatabaseSettings admin;
  private S3Settings s3;

  @Test
  void theJobWorksOverTlsAloneAndNoSecretIsInTheWebUiOrALog() throws Exception {
    certificates =
        Certificates.create(folder.resolve("certificates"), "dns:localhost,ip:127.0.0.1");
    Path objects = Files.createDirectories(folder.resolve("s3"));
    FlinkSettings flinkSettings = FlinkSettings.in(folder.resolve("flink"))
        .withSlots(1)
        .withCheckpointInterval(Duration.ofSeconds(1));
    try (SecureKafka broker =
            SecureKafka.start(folder.resolve("kafka"), certificates, kafkaPassword);
        EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(new EmbeddedPostgresSettings(
            folder.resolve("postgres"),
            EmbeddedPostgresSettings.defaultCache(),
            0,
            UUID.randomUUID().toString(),
            false));
        S3Server server = S3Server.startSecure(objects, certificates);
        ProcessFlink flink =
            ProcessFlink.start(flinkSettings, 1, JobArtifacts.fromSystemProperties())) {
      // Given
      kafka = broker;
      kafka.createTopics("heimdex.uploads", "heimdex.dead-letters");
      owner = encrypted(postgres);
      s3 = server.secureSettings("localhost", certificates.caFile());
      JobID job = flink.submit(new FlinkJob(
          SceneIndexJob.class.getName(), List.of("--config", jobConfig().toString()), null));
      flink.client().awaitRunning(job, PATIENCE);

      // When
      String video = UUID.randomUUID().toString();
      upload(video, clip());
      String text = UUID.randomUUID().toString();
      upload(text, "This is no video.\n".repeat(100).getBytes(StandardCharsets.UTF_8));
      String missing = UUID.randomUUID().toString();
      send(missing);

      // Then
      awaitState(video, "indexed -");
      awaitState(text, "failed NOT_A_VIDEO");
      awaitState(missing, "failed OBJECT_NOT_FOUND");
      assertThat(row(
              admin,
              "SELECT count(*) || ' ' || bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                  + " WHERE usename = '" + USER + "'"))
          .as("connections of the job, and whether all are encrypted")
          .matches("[1-9][0-9]* true");
      assertThat(rest(flink, job)).doesNotContain(secrets());
      assertThat(flink.client().failures(job)).isEmpty();
    }
    assertThat(logs(flinkSettings.logs()))
        .contains("heimdex scene index")
        .doesNotContain(secrets());
  }

  private String[] secrets() {
    return new String[] {
      kafkaPassword,
      databasePassword,
      s3.secretKey(),
      "X-Amz-Signature",
      "PlainLoginModule required"
    };
  }

  private Path jobConfig() throws IOException, SQLException {
    run(
        owner,
        "CREATE ROLE " + USER + " LOGIN IN ROLE heimdex_job PASSWORD '" + databasePassword + "'");
    Properties options = new Properties();
    options.put("heimdex.kafka.bootstrap-servers", kafka.bootstrapServers());
    options.put(
        "heimdex.kafka.properties-file",
        kafka.clientFile(folder.resolve("kafka.properties")).toString());
    options.put("heimdex.database.url", owner.url());
    options.put("heimdex.database.user", USER);
    options.put("heimdex.database.password", databasePassword);
    options.put("heimdex.s3.endpoint", s3.endpoint());
    options.put("heimdex.s3.access-key", s3.accessKey());
    options.put("heimdex.s3.secret-key", s3.secretKey());
    options.put("heimdex.s3.ca-file", certificates.caFile().toString());
    options.put("heimdex.s3.upload-buckets", S3Server.BUCKET);
    options.put("heimdex.s3.derived-bucket", S3Server.BUCKET);
    options.put("heimdex.probe.object-wait", "1s");
    StringWriter text = new StringWriter();
    options.store(text, null);
    return Files.writeString(folder.resolve("job.properties"), text.toString());
  }

  /** Turns TLS on, as an administrator does, and gives the address with which the driver insists on it. */
  private DatabaseSettings encrypted(EmbeddedPostgresServer postgres) throws Exception {
    DatabaseSettings plain = postgres.database();
    admin = new DatabaseSettings(
        plain.url(),
        "postgres",
        Files.readString(folder.resolve("postgres").resolve("superuser-password")));
    run(admin, "ALTER SYSTEM SET ssl_cert_file = '" + certificates.certificateFile() + "'");
    run(admin, "ALTER SYSTEM SET ssl_key_file = '" + certificates.keyFile() + "'");
    run(admin, "ALTER SYSTEM SET ssl = on");
    run(admin, "SELECT pg_reload_conf()");
    DatabaseSettings encrypted = new DatabaseSettings(
        plain.url() + "?sslmode=verify-full&sslrootcert=" + certificates.caFile(),
        plain.user(),
        plain.password());
    await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> run(encrypted, "SELECT 1"));
    Migrator.migrate(encrypted, Migrator.DEFAULT_DIMENSIONS);
    return encrypted;
  }

  private byte[] clip() throws IOException {
    Path clip = folder.resolve("clip.mp4");
    SyntheticVideo.builder()
        .size(160, 90)
        .framesPerSecond(25)
        .shot(30, 1)
        .shot(30, 2)
        .build()
        .write(clip);
    return Files.readAllBytes(clip);
  }

  private void upload(String videoId, byte[] bytes) throws Exception {
    try (S3ObjectStore store = new S3ObjectStore(s3)) {
      store.putIfAbsent(S3Server.BUCKET, key(videoId), bytes, "video/mp4");
    }
    send(videoId);
  }

  private void send(String videoId) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(kafka.client(), new StringSerializer(), new StringSerializer())) {
      String message = """
          {"type": "heimdex.upload.v1", "bucket": "%s", "key": "%s", "event_time": "2026-11-22T10:00:00Z"}
          """.formatted(S3Server.BUCKET, key(videoId));
      producer.send(new ProducerRecord<>("heimdex.uploads", message)).get();
    }
  }

  private static String key(String videoId) {
    return "videos/" + OWNER + "/" + videoId + ".mp4";
  }

  private void awaitState(String videoId, String expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(row(
                owner,
                "SELECT coalesce(min(state || ' ' || coalesce(error_code, '-')), 'none') FROM videos WHERE video_id = '"
                    + videoId + "'"))
            .isEqualTo(expected));
  }

  /** All that Flink's web UI can show. */
  private static String rest(ProcessFlink flink, JobID job) throws IOException {
    List<String> paths = new ArrayList<>(List.of(
        "/jobmanager/config",
        "/jobmanager/environment",
        "/jobmanager/logs",
        "/config",
        "/jars",
        "/jobs/" + job,
        "/jobs/" + job + "/config",
        "/jobs/" + job + "/plan",
        "/jobs/" + job + "/exceptions",
        "/jobs/" + job + "/checkpoints/config",
        "/jobs/" + job + "/accumulators"));
    StringBuilder answers = new StringBuilder();
    for (String path : paths) {
      try (InputStream in = flink.webUi().resolve(path).toURL().openStream()) {
        answers.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      } catch (FileNotFoundException e) {
        // Submission through the web UI is off, and /jars with it.
        answers.append("none\n");
      }
    }
    assertThat(answers).contains("execution-config", job.toString());
    return answers.toString();
  }

  private static String logs(Path directory) throws IOException {
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        logs.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return logs.toString();
  }

  private static String row(DatabaseSettings database, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void run(DatabaseSettings database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
