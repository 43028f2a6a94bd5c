package io.heimdex.local.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Questions to Flink's REST API that want an answer now or not at all: Flink's own client tries again for a minute. */
final class FlinkRest {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final URI url;

  FlinkRest(URI url) {
    this.url = url;
  }

  /** Whether there is a JobManager that leads. */
  boolean isLed() throws IOException {
    return get("/overview").has("taskmanagers");
  }

  /** Whether a TaskManager has reported to the JobManager. */
  boolean knows(String taskManager) throws IOException {
    for (JsonNode known : get("/taskmanagers").path("taskmanagers")) {
      if (known.path("id").asText().equals(taskManager)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER).build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Flink for " + path, e);
    }
  }
}
