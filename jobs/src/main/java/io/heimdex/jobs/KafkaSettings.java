package io.heimdex.jobs;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where notifications come from and dead letters go to.
 *
 * @param client settings of Kafka's own clients, by Kafka's names: TLS, SASL. May hold secrets
 */
public record KafkaSettings(
    String bootstrapServers,
    String uploadsTopic,
    String deadLettersTopic,
    String groupId,
    Map<String, String> client) {
  public KafkaSettings {
    client = Map.copyOf(client);
  }

  /** Reads a file of client settings, such as Kafka's own tools take. */
  static Map<String, String> clientFile(String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The file " + file + " of " + SceneIndexOptions.KAFKA_PROPERTIES_FILE.key()
              + " can't be read: " + e,
          e);
    }
    Map<String, String> client = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> client.put(name, properties.getProperty(name)));
    return client;
  }

  /** For the builders of Kafka's connector. */
  Properties clientProperties() {
    Properties properties = new Properties();
    properties.putAll(client);
    return properties;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", uploadsTopic=" + uploadsTopic
        + ", deadLettersTopic=" + deadLettersTopic + ", groupId=" + groupId + ", client="
        + new TreeMap<>(client).keySet() + "]";
  }
}
