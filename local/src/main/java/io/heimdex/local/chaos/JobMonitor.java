package io.heimdex.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.stack.StackAddresses;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Asks Flink's REST API all the time, because what it tells is lost with each JobManager: durations of checkpoints, failures, and
 * whether the job works. Thread-safe.
 */
final class JobMonitor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final long POLL_MILLIS = 300;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final String flinkUrl;
  /** End-to-end milliseconds by job and number. */
  private final ConcurrentMap<String, Long> checkpoints = new ConcurrentHashMap<>();
  /** By job and time. */
  private final Set<String> failures = ConcurrentHashMap.newKeySet();

  private final Thread thread;
  private volatile Work work = Work.NONE;
  private volatile boolean closed;

  /**
   * What the job did when it was asked last.
   *
   * @param running whether all of its tasks run
   * @param checkpointMillis when the newest completed checkpoint was begun, 0 if there is none
   */
  private record Work(boolean running, long checkpointMillis) {
    static final Work NONE = new Work(false, 0);
  }

  JobMonitor(StackAddresses stack) {
    this.flinkUrl = Objects.requireNonNull(stack.flinkUrl(), "The stack runs no Flink");
    this.thread = new Thread(this::run, "job-monitor");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether all tasks run and a checkpoint is complete that began after the given time. */
  boolean worksSince(long epochMillis) {
    Work last = work;
    return last.running() && last.checkpointMillis() >= epochMillis;
  }

  /** Waits until that is so. @return false if it took too long */
  boolean awaitWorkSince(long epochMillis, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!worksSince(epochMillis)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** For people. */
  String describe() {
    return work.toString();
  }

  /** How often a job failed. */
  int failures() {
    return failures.size();
  }

  int completedCheckpoints() {
    return checkpoints.size();
  }

  /** The duration that 99 of 100 completed checkpoints do not exceed; 0 without any. */
  long checkpointP99Millis() {
    long[] durations =
        checkpoints.values().stream().mapToLong(Long::longValue).sorted().toArray();
    return durations.length == 0 ? 0 : durations[(int) Math.ceil(durations.length * 0.99) - 1];
  }

  private void run() {
    try {
      while (!closed) {
        try {
          work = look();
        } catch (IOException e) {
          work = Work.NONE;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private Work look() throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (!ENDED.contains(job.path("state").asText())) {
        return look(job);
      }
    }
    return Work.NONE;
  }

  private Work look(JsonNode job) throws IOException, InterruptedException {
    String id = job.path("jid").asText();
    for (JsonNode failure :
        get("/jobs/" + id + "/exceptions").path("exceptionHistory").path("entries")) {
      failures.add(id + " " + failure.path("timestamp").asLong());
    }
    JsonNode statistics = get("/jobs/" + id + "/checkpoints");
    for (JsonNode checkpoint : statistics.path("history")) {
      if (checkpoint.path("status").asText().equals("COMPLETED")
          && !checkpoint.path("is_savepoint").asBoolean()) {
        checkpoints.put(
            id + " " + checkpoint.path("id").asLong(),
            checkpoint.path("end_to_end_duration").asLong());
      }
    }
    JsonNode tasks = job.path("tasks");
    return new Work(
        tasks.path("total").asInt() > 0
            && tasks.path("running").asInt() + tasks.path("finished").asInt()
                == tasks.path("total").asInt(),
        statistics.path("latest").path("completed").path("trigger_timestamp").asLong());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(flinkUrl + path)).timeout(ANSWER).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("Flink answers " + response.statusCode() + " to " + path);
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join();
  }
}
