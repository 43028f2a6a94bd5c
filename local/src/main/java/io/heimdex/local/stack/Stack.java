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
 * <p>One stack a home at a time. Not thread-safe, but for {@link #addresses()}.
 */
public final class Stack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);
  private static final Duration JOB_START = Duration.ofMinutes(3);
  private static final Duration JOB_STOP = Duration.ofSeconds(60);

  private final StackHome home;
  private final StackOptions options;
  private final Consumer<String> progress;
  private final StackHome.Lock lock;
  private final Services services;
  private final AtomicBoolean closed = new AtomicBoolean();

  private volatile @Nullable FlinkCluster flink;
  private @Nullable JobID job;
  private @Nullable StackAddresses addresses;

  private Stack(StackHome home, StackOptions options, Consumer<String> progress)
      throws IOException {
    this.home = home;
    this.options = options;
    this.progress = progress;
    this.lock = home.lock();
    this.services = new Services(home, options, progress);
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

  /** Where its services are reached. */
  public StackAddresses addresses() {
    return Objects.requireNonNull(addresses, "The stack has not started");
  }

  /** The Flink cluster; empty if the stack was started without a job. */
  public Optional<FlinkCluster> flink() {
    return Optional.ofNullable(flink);
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
    closing.run("stop the job", this::stopJob);
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
    StackCredentials credentials = home.credentials();
    Parallel.run(
        () -> services.startMessaging(credentials),
        () -> services.startDatabase(credentials),
        this::startFlink);
    addresses =
        services.addresses(credentials, flink == null ? null : flink.webUi().toString());
    String jobClass = options.jobClass();
    if (flink != null && jobClass != null) {
      JobID id = submit(flink, jobClass);
      job = id;
      addresses = addresses.withJob(id.toString(), pipelineVersion(jobClass));
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

  private JobID submit(FlinkCluster cluster, String jobClass) throws IOException {
    JobConfig.write(addresses(), options.jobOptions(), jobConfig());
    String restorePath = RestorePoints.latest(flinkSettings()).orElse(null);
    if (restorePath != null) {
      progress.accept("The job goes on from " + restorePath);
    }
    JobID id = cluster.submit(
        new FlinkJob(jobClass, List.of("--config", jobConfig().toString()), restorePath));
    cluster.client().awaitRunning(id, JOB_START);
    progress.accept("The job runs");
    return id;
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

  private void stopJob() throws IOException {
    if (flink == null || job == null) {
      return;
    }
    try {
      progress.accept("The job stops");
      flink.client().stopWithSavepoint(job, JOB_STOP);
    } catch (IOException e) {
      // Its last checkpoint stays, and does as well; it only repeats a little.
      LOG.warn("The job gives no savepoint and is cancelled: {}", e.getMessage());
      flink.client().cancel(job);
    }
  }

  private FlinkSettings flinkSettings() {
    return FlinkSettings.in(home.stack().resolve("flink"))
        .withSlots(options.slots())
        .withCheckpointInterval(options.checkpointInterval());
  }
}
