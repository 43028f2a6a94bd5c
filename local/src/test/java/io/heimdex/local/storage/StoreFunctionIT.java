package io.heimdex.local.storage;

import static io.heimdex.local.storage.S3Server.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestDatabases;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.operators.store.StoreFunction;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.SceneIds;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFunctionIT {
  private static final DatabaseSettings database = TestDatabases.createMigrated();
  private static final String MODEL = "model@0123456789ab";
  private static final VideoInfo INFO = new VideoInfo(
      "matroska,webm",
      "h264",
      "video/x-matroska",
      0,
      64,
      36,
      0,
      1,
      25,
      0,
      60_000_000,
      1000,
      false,
      true,
      false);
  private static final VideoRef VIDEO = new VideoRef(
      new UUID(1, 2).toString(),
      new UUID(3, 4).toString(),
      "uploads",
      "videos/a.mkv",
      null,
      "etag",
      1000,
      "0123456789abcdef0123456789abcdef",
      1,
      null,
      null,
      new KafkaPosition("uploads", 0, 0));

  @Test
  void aRowComesWithItsObjects(@TempDir Path directory) throws Exception {
    try (S3Server server = S3Server.start(directory);
        ObjectStore store = new S3ObjectStoreFactory(server.settings()).open()) {

      // When
      List<SceneRow> rows = stored(server.settings(), List.of(scene(0), scene(1), scene(2)));

      // Then
      rows.sort(Comparator.comparingInt(SceneRow::sceneIndex));
      assertThat(rows).hasSize(3);
      for (SceneRow row : rows) {
        String id = SceneIds.of(VIDEO, row.sceneIndex());
        assertThat(row.sceneId()).isEqualTo(id);
        assertThat(row.imageVec()).containsExactly(0, 1);
        assertThat(row.thumbnailKey())
            .isEqualTo(
                "thumbnails/" + VIDEO.videoId() + "/" + VIDEO.generation() + "/" + id + ".webp");
        RgbImage thumbnail = ImageCodec.decode(store.read(BUCKET, row.thumbnailKey()));
        assertThat(thumbnail.width()).isEqualTo(320);
        assertThat(store.head(BUCKET, row.thumbnailKey(), null).contentType())
            .isEqualTo("image/webp");
        JsonNode sidecar = new ObjectMapper().readTree(store.read(BUCKET, row.sidecarKey()));
        assertThat(sidecar.at("/scene_id").asText()).isEqualTo(id);
        assertThat(sidecar.at("/metadata/version").asText()).isEqualTo("3");
      }
      assertThat(store.list(BUCKET, "")).hasSize(6);
    }
  }

  /** P1: a replay leaves the objects of the first run. */
  @Test
  void aReplayAddsAndChangesNothing(@TempDir Path directory) throws Exception {
    try (S3Server server = S3Server.start(directory);
        ObjectStore store = new S3ObjectStoreFactory(server.settings()).open()) {
      stored(server.settings(), List.of(scene(0), scene(1)));
      Map<String, byte[]> before = objects(store);

      stored(server.settings(), List.of(scene(0), scene(1)));

      assertThat(objects(store)).usingRecursiveComparison().isEqualTo(before);
    }
  }

  @Test
  void aFailedSceneLeavesNoObjects(@TempDir Path directory) throws Exception {
    try (S3Server server = S3Server.start(directory);
        ObjectStore store = new S3ObjectStoreFactory(server.settings()).open()) {
      Failure failure = new Failure(FailureCode.EMBEDDING_FAILED, "embed-image", "No vector");

      List<SceneRow> rows = stored(
          server.settings(),
          List.of(EmbeddedScene.failed(SceneDraft.failed(VIDEO, INFO, failure))));

      assertThat(rows).singleElement().isEqualTo(SceneRow.failed(VIDEO, INFO, failure));
      assertThat(store.list(BUCKET, "")).isEmpty();
    }
  }

  @Test
  void aStoreThatIsAwayIsWaitedFor(@TempDir Path directory) throws Exception {
    // Given
    S3Server first = S3Server.start(directory);
    S3Settings settings = first.settings();
    int port = first.port();
    first.close();

    // When
    CompletableFuture<List<SceneRow>> rows =
        CompletableFuture.supplyAsync(() -> storedUnchecked(settings, List.of(scene(0))));
    await().pollDelay(Duration.ofSeconds(3)).until(() -> !rows.isDone());
    try (S3Server second = S3Server.start(directory, port);
        ObjectStore store = new S3ObjectStoreFactory(second.settings()).open()) {

      // Then
      assertThat(rows.get(30, TimeUnit.SECONDS)).hasSize(1);
      assertThat(store.list(BUCKET, "")).hasSize(2);
    }
  }

  private static List<SceneRow> storedUnchecked(S3Settings settings, List<EmbeddedScene> scenes) {
    try {
      return stored(settings, scenes);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, byte[]> objects(ObjectStore store) throws Exception {
    Map<String, byte[]> objects = new TreeMap<>();
    for (String key : store.list(BUCKET, "")) {
      objects.put(key, store.read(BUCKET, key));
    }
    return objects;
  }

  private static EmbeddedScene scene(int index) {
    byte[] rgb = new byte[3 * 64 * 36];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 * (index + 1));
    }
    byte[] jpeg = ImageCodec.encodeJpeg(new RgbImage(64, 36, rgb), 90);
    SceneDraft draft = new SceneDraft(
        VIDEO,
        INFO,
        index,
        -1,
        1_000_000L * index,
        1_000_000L * (index + 1),
        List.of(new Keyframe(1_000_000L * index, jpeg, 100, 50, 0, 100)),
        0,
        -1,
        -1,
        null,
        List.of());
    return new EmbeddedScene(draft, new float[] {0, 1}, MODEL, null, null, null);
  }

  private static List<SceneRow> stored(S3Settings settings, List<EmbeddedScene> scenes)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    StoreFunction store = new StoreFunction(
        new S3ObjectStoreFactory(settings), database, settings.derivedBucket(), "3", 2);
    List<SceneRow> rows = new ArrayList<>();
    try (CloseableIterator<SceneRow> results = AsyncDataStream.unorderedWait(
            environment
                .fromData(EmbeddedScene.class, scenes.toArray(EmbeddedScene[]::new))
                .rebalance(),
            store,
            1,
            TimeUnit.MINUTES,
            4)
        .executeAndCollect()) {
      results.forEachRemaining(rows::add);
    }
    return rows;
  }
}
