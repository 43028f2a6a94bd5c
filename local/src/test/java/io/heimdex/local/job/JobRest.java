package io.heimdex.local.job;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.flink.FlinkClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;

/** What Flink's REST API says of the job. */
record JobRest(String flinkUrl, FlinkClient client, JobID job) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static JobRest of(JobStack job) {
    return new JobRest(
        job.addresses().flinkUrl(),
        job.stack().flink().orElseThrow().client(),
        JobID.fromHexString(job.addresses().jobId()));
  }

  /** How often the job failed, and was started anew. (The metric of restarts lags by seconds.) */
  long restarts() throws IOException {
    return client.failures(job).size();
  }

  /** Takes a savepoint while the job runs on, which commits nothing. Returns its folder, in the one that is given. */
  Path savepoint(Path folder) throws Exception {
    String savepoints = flinkUrl + "/jobs/" + job + "/savepoints";
    String body = JSON.writeValueAsString(
        Map.of("target-directory", folder.toUri().toString(), "formatType", "CANONICAL"));
    String request = ask(HttpRequest.newBuilder(URI.create(savepoints))
            .POST(BodyPublishers.ofString(body)))
        .get("request-id")
        .asText();
    URI status = URI.create(savepoints + "/" + request);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> ask(HttpRequest.newBuilder(status)).toString().contains("COMPLETED"));
    JsonNode operation = ask(HttpRequest.newBuilder(status)).get("operation");
    if (!operation.has("location")) {
      throw new IOException("No savepoint: " + operation);
    }
    return Path.of(URI.create(operation.get("location").asText()));
  }

  private static JsonNode ask(HttpRequest.Builder request) throws Exception {
    return JSON.readTree(HttpClient.newHttpClient()
        .send(request.build(), BodyHandlers.ofString())
        .body());
  }
}
