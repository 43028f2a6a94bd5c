package io.heimdex.local.flink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A cluster in this JVM, with its web UI. Jobs come from the class path. */
public final class MiniFlink implements FlinkCluster {
  private static final long STOP_SECONDS = 30;

  private final MiniCluster cluster;
  private final URI webUi;
  private final JobSubmitter submitter;
  private final FlinkClient client;

  private MiniFlink(MiniCluster cluster, URI webUi, Configuration config) throws IOException {
    this.cluster = cluster;
    this.webUi = webUi;
    config.set(RestOptions.PORT, webUi.getPort());
    this.submitter = new JobSubmitter(config, null);
    this.client = new FlinkClient(config);
  }

  /** Starts a cluster with one TaskManager. */
  public static MiniFlink start(FlinkSettings settings) throws IOException {
    Files.createDirectories(settings.temporary());
    Configuration config = FlinkConfig.common(settings, settings.slots());
    config.set(RestOptions.BIND_PORT, "0");
    config.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64L * settings.slots()));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
        .setConfiguration(config)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(settings.slots())
        .build());
    try {
      cluster.start();
      return new MiniFlink(cluster, cluster.getRestAddress().get(), new Configuration(config));
    } catch (Exception e) {
      cluster.closeAsync();
      throw new IOException("Flink does not start in this JVM: " + e.getMessage(), e);
    }
  }

  @Override
  public URI webUi() {
    return webUi;
  }

  @Override
  public JobID submit(FlinkJob job) throws IOException {
    return submitter.submit(job);
  }

  @Override
  public FlinkClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    try {
      cluster.closeAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Flink at " + webUi + " does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
