package io.heimdex.operators.store;

import io.heimdex.operators.async.UntilClosed;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.outage.Outage;
import io.heimdex.operators.publish.GenerationClaims;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Failure;
import io.heimdex.schema.ObjectKeys;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.SceneIds;
import io.heimdex.schema.SceneRow;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stores a scene's thumbnail and sidecar, and emits its row once both are safe: a row never names an object that is not there.
 *
 * <p>Keys and bytes depend on the scene alone, so that a replay finds its objects written and leaves them as they are. Failed
 * scenes pass through. Before the first object of a video its generation is claimed in the database, so that nobody removes what is
 * stored ({@link GenerationClaims}). S3 or PostgreSQL being away, or refusing us, is waited for, however long it takes.
 *
 * <p>Metrics: {@code objectsStored}, {@code s3PutLatencyMs} (of one object), {@code storeRetries}.
 */
public final class StoreFunction extends RichAsyncFunction<EmbeddedScene, SceneRow> {
  private static final long serialVersionUID = 1L;
  private static final int HISTOGRAM_WINDOW = 1000;
  private static final long STOP_SECONDS = 10;

  private final ObjectStoreFactory stores;
  private final DatabaseSettings database;
  private final String bucket;
  private final String pipelineVersion;
  private final int threads;

  private transient @Nullable ObjectStore openedStore;
  private transient @Nullable GenerationClaims openedClaims;
  private transient @Nullable ExecutorService executor;
  private transient UntilClosed untilClosed;
  private transient ObjectStore store;
  private transient GenerationClaims claims;
  private transient SidecarWriter sidecars;
  private transient Counter objectsStored;
  private transient Histogram putLatencyMillis;
  private transient Outage outage;

  /**
   * @param database where generations are claimed
   * @param bucket where derived objects go
   * @param pipelineVersion written into the sidecars
   * @param threads scenes that one subtask stores at a time
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open() first.
  public StoreFunction(
      ObjectStoreFactory stores,
      DatabaseSettings database,
      String bucket,
      String pipelineVersion,
      int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("Storing has " + threads + " threads; expected 1 or more");
    }
    this.stores = stores;
    this.database = database;
    this.bucket = bucket;
    this.pipelineVersion = pipelineVersion;
    this.threads = threads;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    objectsStored = metrics.counter("objectsStored", new ThreadSafeSimpleCounter());
    putLatencyMillis =
        metrics.histogram("s3PutLatencyMs", new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
    outage = new Outage(
        "S3, for storing objects,", metrics.counter("storeRetries", new ThreadSafeSimpleCounter()));
    sidecars = new SidecarWriter(pipelineVersion);
    untilClosed = new UntilClosed();
    store = stores.open();
    openedStore = store;
    claims = new GenerationClaims(
        database,
        new Outage(
            "PostgreSQL, for claiming generations,",
            metrics.counter("databaseRetries", new ThreadSafeSimpleCounter())));
    openedClaims = claims;
    executor = Executors.newFixedThreadPool(threads, task -> {
      Thread thread = new Thread(task, "store-objects");
      thread.setDaemon(true);
      return thread;
    });
  }

  @Override
  public void asyncInvoke(EmbeddedScene scene, ResultFuture<SceneRow> result) {
    SceneDraft draft = scene.draft();
    Failure failure = draft.failure();
    if (failure != null) {
      result.complete(List.of(SceneRow.failed(draft.video(), draft.info(), failure)));
      return;
    }
    if (executor == null) {
      throw new IllegalStateException("Storing " + describe(scene) + " after the operator closed");
    }
    ResultFuture<SceneRow> open = untilClosed.pass(result);
    executor.execute(() -> {
      try {
        open.complete(List.of(stored(scene)));
      } catch (Throwable e) {
        open.completeExceptionally(e);
      }
    });
  }

  @Override
  public void close() throws Exception {
    if (executor != null) {
      untilClosed.close();
      executor.shutdownNow();
      executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
      executor = null;
    }
    if (openedStore != null) {
      openedStore.close();
      openedStore = null;
    }
    if (openedClaims != null) {
      openedClaims.close();
      openedClaims = null;
    }
  }

  private SceneRow stored(EmbeddedScene scene) throws IOException, InterruptedException {
    SceneDraft draft = scene.draft();
    claims.claim(draft.video());
    String sceneId = SceneIds.of(draft.video(), draft.sceneIndex());
    String thumbnailKey = ObjectKeys.thumbnail(draft.video(), sceneId);
    String sidecarKey = ObjectKeys.sidecar(draft.video(), sceneId);
    byte[] thumbnail = Thumbnails.webp(draft.keyframes().get(draft.thumbnail()));
    put(thumbnailKey, thumbnail, Thumbnails.CONTENT_TYPE);
    put(sidecarKey, sidecars.write(scene, sceneId), SidecarWriter.CONTENT_TYPE);
    return new SceneRow(
        draft.video(),
        draft.info(),
        sceneId,
        draft.sceneIndex(),
        draft.sceneCount(),
        draft.startMicros(),
        draft.endMicros(),
        draft.durationMicros(),
        scene.imageVec(),
        scene.imageModel(),
        scene.visionTags(),
        scene.textVec(),
        scene.textModel(),
        thumbnailKey,
        sidecarKey,
        null,
        draft.warnings());
  }

  private void put(String key, byte[] bytes, String contentType) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        long start = System.nanoTime();
        store.putIfAbsent(bucket, key, bytes, contentType);
        putLatencyMillis.update(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        objectsStored.inc();
        outage.over();
        return;
      } catch (IOException e) {
        Thread.sleep(outage.fault(tries, e).toMillis());
      }
    }
  }

  private static String describe(EmbeddedScene scene) {
    return "scene " + scene.draft().sceneIndex() + " of video "
        + scene.draft().video().videoId();
  }
}
