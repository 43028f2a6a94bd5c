package io.heimdex.jobs;

import io.heimdex.operators.database.SchemaCheck;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Looks at everything the job needs before it starts, and says all that is missing at once. Without it, a missing topic makes a
 * job restart for ever with a cause that nobody can read.
 */
final class StartupCheck {
  private static final int KAFKA_TIMEOUT_MILLIS = 15_000;

  private final SceneIndexConfig config;
  private final List<String> problems = new ArrayList<>();

  private StartupCheck(SceneIndexConfig config) {
    this.config = config;
  }

  /** What the check found out. */
  record Result(String pipelineVersion, SceneModels models) {}

  /** @throws IllegalStateException that lists everything that is missing or doesn't fit */
  static Result run(SceneIndexConfig config) {
    StartupCheck check = new StartupCheck(config);
    check.topics();
    check.buckets();
    check.schema();
    SceneModels models = new SceneModelsCheck(config, check.problems).run();
    String detection = check.detection();
    if (models == null || !check.problems.isEmpty()) {
      throw new IllegalStateException(
          "The job can't start:\n - " + String.join("\n - ", check.problems));
    }
    return new Result(PipelineVersion.of(detection, models.identity()), models);
  }

  private void topics() {
    KafkaSettings kafka = config.kafka();
    Map<String, Object> properties = new HashMap<>(kafka.client());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(properties)) {
      Set<String> missing = new TreeSet<>(Set.of(kafka.uploadsTopic(), kafka.deadLettersTopic()));
      missing.removeAll(
          admin.listTopics().names().get(KAFKA_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
      missing.forEach(topic -> problems.add(
          "Kafka at " + kafka.bootstrapServers() + " has no topic '" + topic + "'; create it"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add("Interrupted while asking Kafka for its topics");
    } catch (Exception e) {
      problems.add("Kafka at " + kafka.bootstrapServers() + " ("
          + SceneIndexOptions.KAFKA_BOOTSTRAP_SERVERS.key() + ") does not answer: " + e);
    }
  }

  private void buckets() {
    Set<String> buckets = new TreeSet<>(config.uploadBuckets());
    buckets.add(config.s3().derivedBucket());
    try (ObjectStore store = new S3ObjectStoreFactory(config.s3()).open()) {
      for (String bucket : buckets) {
        if (!store.bucketExists(bucket)) {
          problems.add(
              "S3 at " + config.s3().endpoint() + " has no bucket '" + bucket + "'; create it");
        }
      }
    } catch (Exception e) {
      problems.add("S3 at " + config.s3().endpoint() + " (" + SceneIndexOptions.S3_ENDPOINT.key()
          + ") does not answer: " + e);
    }
  }

  private void schema() {
    try {
      SchemaCheck.check(config.database(), config.embed().dimensions())
          .forEach(difference -> problems.add("Database: " + difference));
    } catch (Exception e) {
      problems.add("The database at " + config.database().url() + " ("
          + SceneIndexOptions.DATABASE_URL.key() + ") does not answer: " + e);
    }
  }

  private String detection() {
    try (DetectorSettings detector = config.detect().detector()) {
      return config.detect().identity();
    } catch (Exception e) {
      problems.add("The detector " + config.detect().detector().kind() + " ("
          + SceneIndexOptions.DETECT_TRANSNETV2_MODEL.key() + ") can't be used: " + e);
      return "";
    }
  }
}
