package io.heimdex.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TopicReader;
import io.heimdex.local.kafka.EmbeddedKafka;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3IT {
  private static final S3Credentials CREDENTIALS = S3Credentials.random();
  private static final String BUCKET = "uploads";

  @TempDir
  private static Path directory;

  private static EmbeddedKafka kafka;

  private String topic;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    kafka.createTopics(Map.of(topic, 2));
  }

  @Test
  void sendsAnEventForAPutByTheAwsSdk() throws Exception {
    try (Server server = new Server();
        S3Client s3 = server.client(CREDENTIALS)) {
      // When
      String eTag = s3.putObject(
              put -> put.bucket(BUCKET).key("videos/a b+ü.mp4"), RequestBody.fromString("film"))
          .eTag();

      // Then
      JsonNode item = onlyEvent();
      assertThat(item.at("/eventName").asText()).isEqualTo("ObjectCreated:Put");
      assertThat(item.at("/eventSource").asText()).isEqualTo("heimdex:s3");
      assertThat(Instant.parse(item.at("/eventTime").asText())).isBeforeOrEqualTo(Instant.now());
      assertThat(item.at("/s3/bucket/name").asText()).isEqualTo(BUCKET);
      assertThat(item.at("/s3/object/key").asText()).isEqualTo("videos/a+b%2B%C3%BC.mp4");
      assertThat(item.at("/s3/object/size").asLong()).isEqualTo(4);
      assertThat("\"" + item.at("/s3/object/eTag").asText() + "\"").isEqualTo(eTag);
      assertThat(item.at("/s3/object/sequencer").asText()).matches("[0-9A-F]{16}");
    }
  }

  @Test
  void sendsOneEventForAMultipartUpload() throws Exception {
    try (Server server = new Server();
        S3Client s3 = server.client(CREDENTIALS)) {
      // Given
      int partSize = 5 << 20;
      String upload = s3.createMultipartUpload(create -> create.bucket(BUCKET).key("long.mkv"))
          .uploadId();
      List<CompletedPart> parts = List.of(1, 2).stream()
          .map(number -> CompletedPart.builder()
              .partNumber(number)
              .eTag(s3.uploadPart(
                      part ->
                          part.bucket(BUCKET).key("long.mkv").uploadId(upload).partNumber(number),
                      RequestBody.fromBytes(new byte[partSize]))
                  .eTag())
              .build())
          .toList();

      // When
      s3.completeMultipartUpload(complete -> complete
          .bucket(BUCKET)
          .key("long.mkv")
          .uploadId(upload)
          .multipartUpload(all -> all.parts(parts)));

      // Then
      JsonNode item = onlyEvent();
      assertThat(item.at("/eventName").asText()).isEqualTo("ObjectCreated:CompleteMultipartUpload");
      assertThat(item.at("/s3/object/key").asText()).isEqualTo("long.mkv");
      assertThat(item.at("/s3/object/size").asLong()).isEqualTo(2L * partSize);
      assertThat(item.at("/s3/object/eTag").asText()).endsWith("-2").doesNotContain("\"");
    }
  }

  @Test
  void sendsCopiesAndRemovalsInTheOrderOfTheirSequencers() throws Exception {
    try (Server server = new Server();
        S3Client s3 = server.client(CREDENTIALS)) {
      // When
      s3.putObject(put -> put.bucket("derived").key("a"), RequestBody.fromString("film"));
      s3.copyObject(copy -> copy.sourceBucket("derived")
          .sourceKey("a")
          .destinationBucket(BUCKET)
          .destinationKey("b"));
      s3.deleteObject(delete -> delete.bucket(BUCKET).key("b"));
      s3.putObject(put -> put.bucket(BUCKET).key("b"), RequestBody.fromString("film"));
      s3.deleteObjects(many -> many.bucket(BUCKET)
          .delete(keys -> keys.objects(ObjectIdentifier.builder().key("b").build())));

      // Then
      List<JsonNode> items = events(4);
      assertThat(items)
          .extracting(item -> item.at("/eventName").asText())
          .containsExactly(
              "ObjectCreated:Copy",
              "ObjectRemoved:Delete",
              "ObjectCreated:Put",
              "ObjectRemoved:Delete");
      assertThat(items)
          .extracting(item -> item.at("/s3/object/sequencer").asText())
          .isSorted();
      assertThat(items.get(1).at("/s3/object").has("size")).isFalse();
    }
  }

  @Test
  void refusesOtherCredentials() throws Exception {
    try (Server server = new Server();
        S3Client stranger = server.client(S3Credentials.random())) {
      assertThatThrownBy(() -> stranger.listObjectsV2(list -> list.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @Test
  void keepsItsObjectsOverARestart() throws Exception {
    // Given
    try (Server server = new Server();
        S3Client s3 = server.client(CREDENTIALS)) {
      s3.putObject(put -> put.bucket("derived").key("kept/é.txt"), RequestBody.fromString("still"));
    }

    // When
    try (Server server = new Server();
        S3Client s3 = server.client(CREDENTIALS)) {

      // Then
      assertThat(s3.getObjectAsBytes(get -> get.bucket("derived").key("kept/é.txt"))
              .asUtf8String())
          .isEqualTo("still");
      assertThatThrownBy(() -> s3.headObject(head -> head.bucket("derived").key("other")))
          .isInstanceOf(NoSuchKeyException.class);
    }
  }

  private JsonNode onlyEvent() throws Exception {
    List<JsonNode> items = events(1);
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private List<JsonNode> events(int expected) throws Exception {
    try (TopicReader reader = new TopicReader(kafka.bootstrapServers(), topic)) {
      List<JsonNode> items = new java.util.ArrayList<>();
      for (String value : reader.read(expected)) {
        new ObjectMapper().readTree(value).get("Records").forEach(items::add);
      }
      return items;
    }
  }

  /** A server on the shared directory, whose uploads are reported to the topic of this test. */
  private final class Server implements AutoCloseable {
    private final KafkaNotifications notifications =
        new KafkaNotifications(BUCKET, kafka.bootstrapServers(), topic);
    private final EmbeddedS3 s3;

    Server() throws Exception {
      s3 = EmbeddedS3.start(directory.resolve("s3"), CREDENTIALS, notifications);
      s3.createBuckets(Set.of(BUCKET, "derived"));
    }

    S3Client client(S3Credentials credentials) {
      URI endpoint = s3.endpoint();
      return S3Client.builder()
          .endpointOverride(endpoint)
          .region(Region.of(EmbeddedS3.REGION))
          .forcePathStyle(true)
          .httpClientBuilder(ApacheHttpClient.builder())
          .credentialsProvider(StaticCredentialsProvider.create(
              AwsBasicCredentials.create(credentials.accessKey(), credentials.secretKey())))
          .build();
    }

    @Override
    public void close() {
      s3.close();
      notifications.close();
    }
  }
}
