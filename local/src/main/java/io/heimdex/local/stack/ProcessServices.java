package io.heimdex.local.stack;

import io.heimdex.local.kafka.EmbeddedKafka;
import io.heimdex.local.kafka.KafkaMain;
import io.heimdex.local.kafka.KafkaPorts;
import io.heimdex.local.net.TcpProxy;
import io.heimdex.local.postgres.EmbeddedPostgresServer;
import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import io.heimdex.local.process.ChildJvm;
import io.heimdex.local.process.ServiceProcess;
import io.heimdex.local.s3.S3Main;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The services as processes of their own, each behind a proxy for the job. They come back by themselves, on the same ports with the
 * same data.
 */
final class ProcessServices implements StackServices {
  private static final Duration START = Duration.ofSeconds(90);
  private static final String LOOPBACK = "127.0.0.1:";

  private final StackHome home;
  private final Path directory;
  private final Path run;
  private final StackOptions options;
  private final Consumer<String> progress;
  private final ServicePorts ports = ServicePorts.find();
  private final ServiceHealth health = new ServiceHealth(ports);
  private final Map<ServiceKind, ServiceProcess> processes = new EnumMap<>(ServiceKind.class);
  private final Map<ServiceKind, TcpProxy> proxies = new EnumMap<>(ServiceKind.class);
  private final String databasePassword;
  private volatile @Nullable DatabaseSettings jobDatabase;

  ProcessServices(
      StackHome home,
      StackOptions options,
      StackCredentials credentials,
      Consumer<String> progress) {
    this.home = home;
    this.directory = home.stack();
    this.run = home.run();
    this.options = options;
    this.databasePassword = credentials.databasePassword();
    this.progress = progress;
  }

  @Override
  public void startMessaging(StackCredentials credentials) throws IOException {
    startKafka();
    startS3(credentials);
  }

  @Override
  public void startDatabase(StackCredentials credentials) throws IOException {
    Path files = directory.resolve("postgres");
    List<String> command;
    // Prepares the data, and knows how PostgreSQL is to be started.
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new EmbeddedPostgresSettings(
        files, options.cache(), ports.postgres(), databasePassword, true))) {
      Migrator.migrate(server.database(), options.vectorDimensions());
      jobDatabase = JobUser.create(server.database(), credentials.jobDatabasePassword());
      command = server.command();
    }
    Path output = home.logs().resolve("postgres.out");
    ServiceProcess process = start(
        ServiceKind.POSTGRES,
        "postgres",
        start -> new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start(),
        start -> health.isPostgresUp(database(ports.postgres())),
        files.toAbsolutePath().resolve("data").toString(),
        // PostgreSQL's fast shutdown.
        "INT");
    process.awaitUp(START);
    proxy(ServiceKind.POSTGRES, ports.postgresProxy(), ports.postgres());
    progress.accept("PostgreSQL is up");
  }

  /** The processes that have started. */
  synchronized Map<ServiceKind, ServiceProcess> processes() {
    return Map.copyOf(processes);
  }

  /** The proxies that have started. */
  synchronized Map<ServiceKind, TcpProxy> proxies() {
    return Map.copyOf(proxies);
  }

  @Override
  public Reached direct() {
    return reached(ports.kafka().broker(), ports.postgres(), ports.s3());
  }

  @Override
  public Reached forJob() {
    return reached(ports.kafka().proxy(), ports.postgresProxy(), ports.s3Proxy())
        .as(Objects.requireNonNull(jobDatabase, "PostgreSQL has not started"));
  }

  /** In the order in which they need each other. */
  @Override
  public void close() {
    Closing closing = new Closing();
    proxies().forEach((kind, proxy) -> closing.run("stop the proxy of " + kind, proxy::close));
    for (ServiceKind kind : List.of(ServiceKind.S3, ServiceKind.KAFKA, ServiceKind.POSTGRES)) {
      ServiceProcess process = processes().get(kind);
      if (process != null) {
        closing.run("stop " + process.name(), process::close);
      }
    }
    closing.finish();
  }

  private void startKafka() throws IOException {
    KafkaPorts kafka = ports.kafka();
    ServiceProcess process = startJvm(
        ServiceKind.KAFKA,
        "kafka",
        256,
        KafkaMain.class,
        List.of(
            directory.resolve("kafka").toString(),
            Integer.toString(kafka.broker()),
            Integer.toString(kafka.controller()),
            Integer.toString(kafka.behindProxy()),
            Integer.toString(kafka.proxy())),
        start -> health.isKafkaUp());
    proxy(ServiceKind.KAFKA, kafka.proxy(), kafka.behindProxy());
    process.awaitUp(START);
    EmbeddedKafka.createTopics(direct().kafkaBootstrapServers(), PARTITIONS);
    progress.accept("Kafka is up");
  }

  private void startS3(StackCredentials credentials) throws IOException {
    Path settings = run.resolve("s3.properties");
    StackHome.write(settings, s3Settings(credentials));
    ServiceProcess process = startJvm(
        ServiceKind.S3,
        "s3",
        128,
        S3Main.class,
        List.of(settings.toString()),
        start -> health.isS3Up());
    proxy(ServiceKind.S3, ports.s3Proxy(), ports.s3());
    process.awaitUp(START);
    progress.accept("S3 is up");
  }

  private String s3Settings(StackCredentials credentials) throws IOException {
    Properties settings = new Properties();
    settings.setProperty("directory", directory.resolve("s3").toString());
    settings.setProperty("port", Integer.toString(ports.s3()));
    settings.setProperty("access-key", credentials.s3AccessKey());
    settings.setProperty("secret-key", credentials.s3SecretKey());
    settings.setProperty("buckets", String.join(",", BUCKETS));
    settings.setProperty("notified-bucket", UPLOADS_BUCKET);
    settings.setProperty("kafka", direct().kafkaBootstrapServers());
    settings.setProperty("topic", UPLOADS_TOPIC);
    StringWriter text = new StringWriter();
    settings.store(text, "Written by the local stack at each start.");
    return text.toString();
  }

  private ServiceProcess startJvm(
      ServiceKind kind,
      String name,
      int heapMebibytes,
      Class<?> mainClass,
      List<String> arguments,
      ServiceProcess.Health health)
      throws IOException {
    String mark = "-Dheimdex.pid-file=" + pidFile(name);
    List<String> jvmArguments = new ArrayList<>(ChildJvm.openPackages());
    jvmArguments.addAll(List.of(
        mark,
        "-Xmx" + heapMebibytes + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dheimdex.log.name=" + name,
        "-Dheimdex.log.dir=" + home.logs()));
    ChildJvm jvm = new ChildJvm(
        ChildJvm.ownClassPath(),
        jvmArguments,
        mainClass.getName(),
        arguments,
        home.logs().resolve(name + ".out"));
    return start(kind, name, start -> jvm.start(), health, mark, "TERM");
  }

  private ServiceProcess start(
      ServiceKind kind,
      String name,
      ServiceProcess.Launcher launcher,
      ServiceProcess.Health health,
      String commandPart,
      String stopSignal)
      throws IOException {
    Files.createDirectories(run);
    ServiceProcess process = ServiceProcess.start(new ServiceProcess.Definition(
        name, launcher, health, pidFile(name), commandPart, stopSignal));
    synchronized (this) {
      processes.put(kind, process);
    }
    return process;
  }

  private void proxy(ServiceKind kind, int port, int target) throws IOException {
    TcpProxy proxy = TcpProxy.start(port, target);
    synchronized (this) {
      proxies.put(kind, proxy);
    }
  }

  private Path pidFile(String name) {
    return run.resolve(name + ".pid");
  }

  private DatabaseSettings database(int port) {
    return new DatabaseSettings(
        "jdbc:postgresql://" + LOOPBACK + port + "/" + EmbeddedPostgresServer.DATABASE,
        EmbeddedPostgresServer.USER,
        databasePassword);
  }

  private Reached reached(int kafka, int postgres, int s3) {
    DatabaseSettings database = database(postgres);
    return new Reached(
        LOOPBACK + kafka,
        database.url(),
        database.user(),
        database.password(),
        "http://" + LOOPBACK + s3);
  }
}
