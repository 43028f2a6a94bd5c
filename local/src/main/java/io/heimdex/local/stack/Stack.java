package io.heimdex.local.stack;

import io.heimdex.jobs.SceneIndexJob;
import io.heimdex.local.flink.FlinkCluster;
import io.heimdex.local.flink.FlinkJob;
import io.heimdex.local.flink.FlinkSettings;
import io.heimdex.local.flink.JobArtifacts;
import io.heimdex.local.flink.MiniFlink;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.flink.RestorePoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, PostgreSQL, S3 and Flink of this machine, with the job that indexes. Data survives {@link #close()} and a later start
 * on the same home, and the job goes on where it stopped: after an orderly end from its savepoint, else from its last checkpoint.
 *
 * <p>One stack a home at a time. One thread starts, changes and closes it; the rest may be asked from any.
 */
public final class Stack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);
  private static final Duration JOB_START = Duration.ofMinutes(3);
  private static final Duration JOB_STOP = Duration.ofSeconds(60);

  private final StackHome home;
  private final StackOptions options;
  private final Consumer<String> progress;
  private final StackHome.Lock lock;
  private final StackServices services;
  private final StackCredentials credentials;
  private final AtomicBoolean closed = new AtomicBoolean();

  private volatile @Nullable FlinkCluster flink;
  private volatile @Nullable JobID job;
  private volatile @Nullable StackAddresses addresses;

  private Stack(StackHome home, StackOptions options, Consumer<String> progress)
      throws IOException {
    this.home = home;
    this.options = options;
    this.progress = progress;
    this.lock = home.lock();
    try {
      this.credentials = home.credentials();
    } catch (IOException e) {
      lock.close();
      throw e;
    }
    this.services = options.ownProcesses()
        ? new ProcessServices(home, options, credentials, progress)
        : new EmbeddedServices(home, options, progress);
  }

  /**
   * Starts all, and returns when every task of the job runs.
   *
   * @param progress told what happens, a line at a time, from several threads
   * @throws IOException if something does not start; what had started is stopped then
   */
  public static Stack start(StackOptions options, Consumer<String> progress) throws IOException {
    Stack stack = new Stack(new StackHome(options.home()), options, progress);
    try {
      stack.startAll();
      return stack;
    } catch (IOException | RuntimeException | Error e) {
      try {
        stack.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /** Where its services are reached: they themselves, also where the job comes through proxies. */
  public StackAddresses addresses() {
    return Objects.requireNonNull(addresses, "The stack has not started");
  }

  /** The Flink cluster; empty if the stack was started without a job. */
  public Optional<FlinkCluster> flink() {
    return Optional.ofNullable(flink);
  }

  /** Its processes; empty unless everything is a process of its own. */
  public Optional<StackProcesses> processes() {
    return services instanceof ProcessServices processServices
        ? Optional.of(new StackProcesses(
            processServices, flink instanceof ProcessFlink processFlink ? processFlink : null))
        : Optional.empty();
  }

  /**
   * Runs the job, which must not run already, on all slots there are.
   *
   * @param restorePath of the checkpoint or savepoint to begin from, null to begin anew. It is used up
   * @return the new job's id
   */
  public JobID startJob(@Nullable String restorePath) throws IOException {
    FlinkCluster cluster = requireFlink();
    String jobClass = Objects.requireNonNull(options.jobClass(), "The stack has no job");
    JobID id = cluster.submit(
        new FlinkJob(jobClass, List.of("--config", jobConfig().toString()), restorePath));
    job = id;
    addresses = addresses().withJob(id.toString(), pipelineVersion(jobClass));
    cluster.client().awaitRunning(id, JOB_START);
    home.publish(addresses());
    return id;
  }

  /** Ends the job with a savepoint, whose path is returned. */
  public String stopJob() throws IOException {
    String savepoint = requireFlink().client().stopWithSavepoint(requireJob(), JOB_STOP);
    job = null;
    return savepoint;
  }

  /** Ends the job at once. Its last checkpoint stays. */
  public void cancelJob() throws IOException {
    requireFlink().client().cancel(requireJob());
    job = null;
  }

  /** Path of the newest checkpoint or savepoint that is there. */
  public Optional<String> latestRestorePoint() throws IOException {
    return RestorePoints.latest(flinkSettings());
  }

  /** Stops the job with a savepoint, then all services, in order. Closing twice is fine. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // What interrupted the work must not cut the orderly end short.
    boolean interrupted = Thread.interrupted();
    try {
      closeAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeAll() {
    Closing closing = new Closing();
    closing.run("stop the job", this::endJob);
    closing.run("stop Flink", () -> {
      if (flink != null) {
        flink.close();
      }
    });
    closing.run("stop the services", services::close);
    closing.run("leave the home", () -> {
      home.unpublish();
      lock.close();
    });
    closing.finish();
  }

  private void startAll() throws IOException {
    Parallel.run(
        () -> services.startMessaging(credentials),
        () -> services.startDatabase(credentials),
        this::startFlink);
    String flinkUrl = flink == null ? null : flink.webUi().toString();
    addresses = services.direct().addresses(credentials, flinkUrl);
    if (flink != null) {
      JobConfig.write(
          services.forJob().addresses(credentials, flinkUrl), options.jobOptions(), jobConfig());
      String restorePath = latestRestorePoint().orElse(null);
      if (restorePath != null) {
        progress.accept("The job goes on from " + restorePath);
      }
      startJob(restorePath);
      progress.accept("The job runs");
    }
    home.publish(addresses());
  }

  private void startFlink() throws IOException {
    if (options.jobClass() == null) {
      return;
    }
    flink = options.taskManagers() == 0
        ? MiniFlink.start(flinkSettings())
        : ProcessFlink.start(
            flinkSettings(), options.taskManagers(), JobArtifacts.fromSystemProperties());
    progress.accept("Flink is up");
  }

  private Path jobConfig() {
    return home.stack().resolve("job.properties");
  }

  private @Nullable String pipelineVersion(String jobClass) {
    return jobClass.equals(SceneIndexJob.class.getName())
        ? SceneIndexJob.pipelineVersion(
            new String[] {"--config", jobConfig().toString()}, System.getenv())
        : null;
  }

  private void endJob() throws IOException {
    if (flink == null || job == null) {
      return;
    }
    try {
      progress.accept("The job stops");
      stopJob();
    } catch (IOException e) {
      // Its last checkpoint stays, and does as well; it only repeats a little.
      LOG.warn("The job gives no savepoint and is cancelled: {}", e.getMessage());
      cancelJob();
    }
  }

  private FlinkCluster requireFlink() {
    return Objects.requireNonNull(flink, "The stack has no Flink");
  }

  private JobID requireJob() {
    return Objects.requireNonNull(job, "No job runs");
  }

  private FlinkSettings flinkSettings() {
    FlinkSettings settings = FlinkSettings.in(home.stack().resolve("flink"))
        .withSlots(options.slots())
        .withCheckpointInterval(options.checkpointInterval())
        .withTaskManagerJvmArguments(options.taskManagerJvmArguments())
        .withFlinkOptions(options.flinkOptions());
    return options.ownProcesses() ? settings.withHighAvailability() : settings;
  }
}
