package io.heimdex.local.flink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatisticsHeaders;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo.JobVertexDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;
import org.apache.flink.runtime.rest.messages.job.UpperLimitExceptionParameter;
import org.apache.flink.runtime.rest.messages.job.metrics.JobVertexMetricsHeaders;
import org.apache.flink.runtime.rest.messages.job.metrics.JobVertexMetricsMessageParameters;
import org.apache.flink.runtime.rest.messages.job.metrics.MetricsFilterParameter;
import org.apache.flink.runtime.rest.messages.util.stats.StatsSummaryDto;

/** Talks to a cluster through its REST API. Thread-safe. */
public final class FlinkClient implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 200;
  /** A job that has failed this often while it starts is not expected to recover. */
  private static final int HOPELESS_FAILURES = 5;

  private final RestClusterClient<StandaloneClusterId> rest;

  FlinkClient(Configuration clientConfig) throws IOException {
    try {
      rest = new RestClusterClient<>(clientConfig, StandaloneClusterId.getInstance());
    } catch (Exception e) {
      throw new IOException("Flink's REST client does not start: " + e.getMessage(), e);
    }
  }

  /** State of a job. */
  public JobStatus status(JobID job) throws IOException {
    return answer(rest.getJobStatus(job), ANSWER, "status of job " + job);
  }

  /** Whether each task of the job runs or has finished. */
  public boolean isRunning(JobID job) throws IOException {
    return answer(rest.getJobDetails(job), ANSWER, "details of job " + job)
        .getJobVertexInfos()
        .stream()
        .allMatch(vertex -> vertex.getExecutionState() == ExecutionState.RUNNING
            || vertex.getExecutionState() == ExecutionState.FINISHED);
  }

  /**
   * Waits until each task of the job runs.
   *
   * @throws IOException if it ends, fails again and again, or doesn't run in time; tells its last failure
   */
  public void awaitRunning(JobID job, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isRunning(job)) {
      JobStatus status = status(job);
      if (status.isTerminalState()) {
        throw new IOException("Job " + job + " is " + status + "." + endOf(job));
      }
      List<JobFailure> failures = failures(job);
      if (failures.size() >= HOPELESS_FAILURES || System.nanoTime() > deadline) {
        throw new IOException("Job " + job + " does not run; it is " + status + " after "
            + failures.size() + " failures." + lastOf(failures));
      }
      pause();
    }
  }

  /** Why a job ended: its failures are told some seconds late, but the result at once. */
  private String endOf(JobID job) throws IOException {
    return answer(rest.requestJobResult(job), ANSWER, "end of job " + job)
        .getSerializedThrowable()
        .map(cause -> " The cause: " + StackTraces.rootCause(cause.getFullStringifiedStackTrace()))
        .orElse("");
  }

  /** Takes a savepoint and ends the job, which then has nothing left to commit. Returns the savepoint's path. */
  public String stopWithSavepoint(JobID job, Duration timeout) throws IOException {
    return answer(
        rest.stopWithSavepoint(job, false, null, SavepointFormatType.CANONICAL),
        timeout,
        "stop of job " + job + " with a savepoint");
  }

  /** Cancels the job and waits until it has ended. Its last checkpoint stays. */
  public void cancel(JobID job) throws IOException {
    answer(rest.cancel(job), ANSWER, "cancellation of job " + job);
    answer(rest.requestJobResult(job), ANSWER, "end of job " + job);
  }

  @Override
  public void close() {
    rest.close();
  }

  /** How often the job failed and was started anew, since it was submitted, up to {@link FlinkConfig#REMEMBERED_FAILURES}. The newest first. */
  public List<JobFailure> failures(JobID job) throws IOException {
    JobExceptionsMessageParameters parameters = new JobExceptionsMessageParameters();
    parameters.jobPathParameter.resolve(job);
    parameters.getQueryParameters().stream()
        .filter(UpperLimitExceptionParameter.class::isInstance)
        .map(UpperLimitExceptionParameter.class::cast)
        .forEach(limit -> limit.resolve(List.of(FlinkConfig.REMEMBERED_FAILURES)));
    return answer(
            rest.sendRequest(
                JobExceptionsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()),
            ANSWER,
            "failures of job " + job)
        .getExceptionHistory()
        .getEntries()
        .stream()
        .map(entry -> new JobFailure(entry.getTimestamp(), entry.getStacktrace()))
        .toList();
  }

  /** Statistics of the job's checkpoints. */
  public CheckpointFigures checkpoints(JobID job) throws IOException {
    JobMessageParameters parameters = new JobMessageParameters();
    parameters.jobPathParameter.resolve(job);
    CheckpointingStatistics statistics = answer(
        rest.sendRequest(
            CheckpointingStatisticsHeaders.getInstance(),
            parameters,
            EmptyRequestBody.getInstance()),
        ANSWER,
        "checkpoints of job " + job);
    StatsSummaryDto duration = statistics.getSummary().getDuration();
    return new CheckpointFigures(
        statistics.getCounts().getNumberCompletedCheckpoints(),
        statistics.getCounts().getNumberFailedCheckpoints(),
        duration.getP50(),
        duration.getP99(),
        duration.getMaximum(),
        statistics.getSummary().getStateSize().getMaximum());
  }

  /**
   * The values of a counter, by subtask. They are those that the cluster has fetched last, some 200 ms ago.
   *
   * @param operator its name; the first of its chain
   */
  public Map<Integer, Long> counters(JobID job, String operator, String counter)
      throws IOException {
    JobVertexMetricsMessageParameters parameters = new JobVertexMetricsMessageParameters();
    parameters.jobPathParameter.resolve(job);
    JobVertexDetailsInfo vertex = vertex(job, operator);
    parameters.jobVertexIdPathParameter.resolve(vertex.getJobVertexID());
    String suffix = "." + operator + "." + counter;
    parameters.getQueryParameters().stream()
        .filter(MetricsFilterParameter.class::isInstance)
        .map(MetricsFilterParameter.class::cast)
        .forEach(filter -> filter.resolve(IntStream.range(0, vertex.getParallelism())
            .mapToObj(subtask -> subtask + suffix)
            .toList()));
    return answer(
            rest.sendRequest(
                JobVertexMetricsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()),
            ANSWER,
            "metrics of " + operator)
        .getMetrics()
        .stream()
        .collect(Collectors.toMap(
            metric ->
                Integer.parseInt(metric.getId().substring(0, metric.getId().indexOf('.'))),
            metric -> Long.parseLong(metric.getValue())));
  }

  private JobVertexDetailsInfo vertex(JobID job, String operator) throws IOException {
    return answer(rest.getJobDetails(job), ANSWER, "details of job " + job)
        .getJobVertexInfos()
        .stream()
        .filter(vertex -> vertex.getName().startsWith(operator))
        .findFirst()
        .orElseThrow(() -> new IOException("Job " + job + " has no task " + operator));
  }

  private static String lastOf(List<JobFailure> failures) {
    return failures.isEmpty() ? "" : " The last one: " + failures.get(0).cause();
  }

  private static <T> T answer(CompletableFuture<T> future, Duration timeout, String what)
      throws IOException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("Flink refuses the " + what + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException(
          "Flink gives no answer in " + timeout.toSeconds() + " s to: " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the " + what, e);
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for a job", e);
    }
  }
}
