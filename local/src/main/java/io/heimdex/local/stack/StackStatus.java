package io.heimdex.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.operators.database.DatabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a stack is doing.
 *
 * @param state {@code up}, {@code starting} (or stopping) or {@code down}
 * @param jobState as Flink names it; null if the stack isn't up
 * @param videos how many there are in each state; null if the stack isn't up
 * @param warnings how many indexed videos have warnings; null if the stack isn't up
 * @param addresses null if the stack isn't up
 * @param processes ids of those that run, by name, where each service is one; else empty
 */
public record StackStatus(
    String state,
    @Nullable String jobState,
    @Nullable Map<String, Long> videos,
    @Nullable Long warnings,
    @Nullable StackAddresses addresses,
    Map<String, Long> processes) {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Asks the stack of a home. */
  public static StackStatus of(StackHome home) throws IOException {
    Optional<StackAddresses> addresses = home.addresses();
    if (addresses.isEmpty()) {
      return new StackStatus(
          home.isLocked() ? "starting" : "down", null, null, null, null, Map.of());
    }
    StackAddresses up = addresses.get();
    return new StackStatus(
        "up",
        jobState(up),
        count(up.database(), "SELECT state::text, count(*) FROM videos GROUP BY state"),
        count(
                up.database(),
                "SELECT 'all', count(*) FROM videos WHERE state = 'indexed' AND warnings <> '[]'")
            .get("all"),
        up,
        home.processes());
  }

  /** Whether the stack is up. */
  public boolean up() {
    return addresses != null;
  }

  private static String jobState(StackAddresses addresses) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create(addresses.flinkUrl() + "/jobs/" + addresses.jobId()))
        .timeout(ANSWER)
        .build();
    try {
      JsonNode job = new ObjectMapper()
          .readTree(
              HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
      return job.path("state").asText("UNKNOWN");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Flink for job " + addresses.jobId(), e);
    }
  }

  /** What a query finds: names and numbers. */
  private static Map<String, Long> count(DatabaseSettings database, String query)
      throws IOException {
    Map<String, Long> videos = new TreeMap<>();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        videos.put(rows.getString(1), rows.getLong(2));
      }
    } catch (SQLException e) {
      throw new IOException(
          "Can't count the videos in " + database.url() + ": " + e.getMessage(), e);
    }
    return videos;
  }
}
