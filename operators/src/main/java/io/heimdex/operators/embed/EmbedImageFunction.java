package io.heimdex.operators.embed;

import io.heimdex.operators.async.UntilClosed;
import io.heimdex.operators.embed.EmbeddingBatcher.Embedding;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * Gives every scene its image vector: the normalised mean of its keyframes' vectors. All slots of a process share one model and
 * its batches.
 *
 * <p>A scene on which the model fails ends its video with {@link FailureCode#EMBEDDING_FAILED}; failed drafts pass through.
 * Anything else that goes wrong, a time-out among it, fails the task, so that Flink replays.
 *
 * <p>Of the keyframes only the one for the thumbnail goes on.
 *
 * <p>Metrics: {@code scenesEmbedded}, {@code embedBatchSize} (pictures), {@code embedLatencyMs} (of a scene).
 */
public final class EmbedImageFunction extends RichAsyncFunction<SceneDraft, EmbeddedScene> {
  private static final long serialVersionUID = 1L;
  public static final String STAGE = "embed-image";
  private static final int HISTOGRAM_WINDOW = 1000;

  private final EmbedderFactory<ImageEmbedder> embedders;
  private final BatchSettings batches;

  private transient SharedBatchers.@Nullable Lease<byte[], ImageEmbedder> lease;
  private transient EmbeddingBatcher<byte[]> batcher;
  private transient UntilClosed untilClosed;
  private transient Counter scenesEmbedded;
  private transient Histogram batchSize;
  private transient Histogram latencyMillis;

  /** @param embedders equal ones share a model */
  @SuppressWarnings("NullAway.Init") // Flink calls open() first.
  public EmbedImageFunction(EmbedderFactory<ImageEmbedder> embedders, BatchSettings batches) {
    this.embedders = embedders;
    this.batches = batches;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    scenesEmbedded = metrics.counter("scenesEmbedded", new ThreadSafeSimpleCounter());
    batchSize =
        metrics.histogram("embedBatchSize", new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
    latencyMillis =
        metrics.histogram("embedLatencyMs", new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
    untilClosed = new UntilClosed();
    lease = SharedBatchers.acquire(embedders, batches);
    batcher = lease.batcher();
  }

  @Override
  public void asyncInvoke(SceneDraft draft, ResultFuture<EmbeddedScene> result) {
    if (draft.failure() != null) {
      result.complete(List.of(EmbeddedScene.failed(draft)));
      return;
    }
    ResultFuture<EmbeddedScene> open = untilClosed.pass(result);
    long start = System.nanoTime();
    List<CompletableFuture<Embedding>> embeddings = draft.keyframes().stream()
        .map(keyframe -> batcher.submit(keyframe.jpeg()))
        .toList();
    CompletableFuture.allOf(embeddings.toArray(CompletableFuture[]::new))
        .thenApply(nothing -> embedded(draft, embeddings))
        .whenComplete((scene, error) -> {
          if (error == null) {
            scenesEmbedded.inc();
            latencyMillis.update(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            open.complete(List.of(scene));
          } else {
            completeFailed(draft, error, open);
          }
        });
  }

  @Override
  public void timeout(SceneDraft draft, ResultFuture<EmbeddedScene> result) {
    result.completeExceptionally(new TimeoutException(
        "Embedding " + describe(draft) + " took longer than the operator may take"));
  }

  @Override
  public void close() {
    if (lease != null) {
      untilClosed.close();
      lease.close();
      lease = null;
    }
  }

  private EmbeddedScene embedded(SceneDraft draft, List<CompletableFuture<Embedding>> embeddings) {
    List<float[]> vectors = new ArrayList<>(embeddings.size());
    for (CompletableFuture<Embedding> embedding : embeddings) {
      vectors.add(embedding.join().vector());
      batchSize.update(embedding.join().batchSize());
    }
    return new EmbeddedScene(
        withThumbnailOnly(draft),
        Vectors.normalisedMean(vectors),
        batcher.modelId(),
        null,
        null,
        null);
  }

  private static void completeFailed(
      SceneDraft draft, Throwable error, ResultFuture<EmbeddedScene> result) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (!(cause instanceof EmbeddingException)) {
      result.completeExceptionally(cause);
      return;
    }
    Failure failure = new Failure(
        FailureCode.EMBEDDING_FAILED,
        STAGE,
        "Embedding " + describe(draft) + " failed: " + cause.getMessage());
    result.complete(
        List.of(EmbeddedScene.failed(SceneDraft.failed(draft.video(), draft.info(), failure))));
  }

  private static SceneDraft withThumbnailOnly(SceneDraft draft) {
    Keyframe thumbnail = draft.keyframes().get(draft.thumbnail());
    return new SceneDraft(
        draft.video(),
        draft.info(),
        draft.sceneIndex(),
        draft.sceneCount(),
        draft.startMicros(),
        draft.endMicros(),
        List.of(thumbnail),
        0,
        draft.durationMicros(),
        draft.frames(),
        null,
        draft.warnings());
  }

  private static String describe(SceneDraft draft) {
    return "scene " + draft.sceneIndex() + " of video " + draft.video().videoId();
  }
}
