package io.heimdex.local.stack;

import io.heimdex.operators.database.DatabaseSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Asks services whether they serve. Each answer comes within some seconds. */
record ServiceHealth(ServicePorts ports) {
  private static final int ANSWER_MILLIS = 2_000;

  /** Whether the broker takes requests as the leader of its partitions: it knows itself as a member of the cluster then. */
  boolean isKafkaUp() throws IOException {
    // Where nobody listens Kafka's client would complain at length.
    new Socket(InetAddress.getLoopbackAddress(), ports.kafka().broker()).close();
    try (Admin admin = Admin.create(Map.<String, Object>of(
        "bootstrap.servers",
        "127.0.0.1:" + ports.kafka().broker(),
        "request.timeout.ms",
        Integer.toString(ANSWER_MILLIS),
        "default.api.timeout.ms",
        Integer.toString(ANSWER_MILLIS)))) {
      return !admin
          .describeCluster()
          .nodes()
          .get(2L * ANSWER_MILLIS, TimeUnit.MILLISECONDS)
          .isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Kafka", e);
    }
  }

  /** Any answer will do: it refuses who has not signed. */
  boolean isS3Up() throws IOException {
    HttpURLConnection connection = (HttpURLConnection)
        URI.create("http://127.0.0.1:" + ports.s3() + "/").toURL().openConnection();
    connection.setConnectTimeout(ANSWER_MILLIS);
    connection.setReadTimeout(ANSWER_MILLIS);
    try {
      return connection.getResponseCode() > 0;
    } finally {
      connection.disconnect();
    }
  }

  boolean isPostgresUp(DatabaseSettings database) {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    // Seconds.
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "2");
    try (Connection connection = DriverManager.getConnection(database.url(), properties)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }
}
