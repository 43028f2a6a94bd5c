package io.heimdex.local.s3;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** An S3 server in a process of its own, which sends the events of one bucket to Kafka. */
public final class S3Main {
  private S3Main() {}

  /**
   * @param args a properties file with {@code directory}, {@code port}, {@code access-key}, {@code secret-key}, {@code buckets} (to be
   *     created), {@code notified-bucket}, {@code kafka} and {@code topic}: the secret shows in no list of processes
   */
  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
      settings.load(file);
    }
    KafkaNotifications notifications = new KafkaNotifications(
        given(settings, "notified-bucket"), given(settings, "kafka"), given(settings, "topic"));
    EmbeddedS3 server = EmbeddedS3.start(
        Path.of(given(settings, "directory")),
        Integer.parseInt(given(settings, "port")),
        new S3Credentials(given(settings, "access-key"), given(settings, "secret-key")),
        notifications);
    server.createBuckets(List.of(given(settings, "buckets").split(",", -1)));
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              server.close();
              notifications.close();
            },
            "stop-s3"));
    Thread.currentThread().join();
  }

  private static String given(Properties settings, String key) {
    return Objects.requireNonNull(settings.getProperty(key), key);
  }
}
