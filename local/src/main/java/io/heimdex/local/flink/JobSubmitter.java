package io.heimdex.local.flink;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.configuration.ConfigUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.jspecify.annotations.Nullable;

/** Runs the main class of a job so that it submits to a cluster, as {@code flink run --detached} does. */
final class JobSubmitter {
  private final Configuration clientConfig;
  private final @Nullable Path jar;

  /**
   * @param clientConfig tells the cluster's REST address, and the settings of the jobs
   * @param jar holds the main class; null if it is on the class path of this JVM and of the cluster
   */
  JobSubmitter(Configuration clientConfig, @Nullable Path jar) {
    this.clientConfig = clientConfig;
    this.jar = jar;
  }

  JobID submit(FlinkJob job) throws IOException {
    JobID id = new JobID();
    Configuration config = new Configuration(clientConfig);
    config.set(DeploymentOptions.TARGET, RemoteExecutor.NAME);
    // Here all classes are on the class path. The jar is for the cluster, whose own setting is
    // Flink's default.
    config.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
    config.set(DeploymentOptions.ATTACHED, false);
    config.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, id.toHexString());
    if (job.restorePath() != null) {
      // Claimed: Flink removes it when later checkpoints have taken its place.
      SavepointRestoreSettings.toConfiguration(
          SavepointRestoreSettings.forPath(job.restorePath(), false, RecoveryClaimMode.CLAIM),
          config);
    }
    try (PackagedProgram program = program(job, config)) {
      ConfigUtils.encodeCollectionToConfig(
          config, PipelineOptions.JARS, program.getJobJarAndDependencies(), URL::toString);
      ClientUtils.executeProgram(new DefaultExecutorServiceLoader(), config, program, true, true);
    } catch (ProgramInvocationException | LinkageError e) {
      throw new IOException("Job " + job.mainClass() + " was not submitted: " + reason(e), e);
    }
    return id;
  }

  private PackagedProgram program(FlinkJob job, Configuration config)
      throws ProgramInvocationException {
    File jarFile = jar == null ? null : jar.toFile();
    return PackagedProgram.newBuilder()
        .setJarFile(jarFile)
        .setEntryPointClassName(job.mainClass())
        .setArguments(job.arguments().toArray(String[]::new))
        .setConfiguration(config)
        .build();
  }

  /** The innermost message: the outer ones tell which part of Flink's client it passed. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    // A failure of the server comes as text, with its own chain of causes.
    return StackTraces.rootCause(message);
  }
}
