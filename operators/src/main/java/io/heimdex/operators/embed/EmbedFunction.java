package io.heimdex.operators.embed;

import io.heimdex.operators.async.UntilClosed;
import io.heimdex.operators.embed.EmbeddingBatcher.Embedding;
import io.heimdex.operators.onnx.DeviceUnavailableException;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.SceneDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Embeds something of every scene. All slots of a process share one model and its batches.
 *
 * <p>A scene on which the model fails ends its video with {@link FailureCode#EMBEDDING_FAILED}. Anything else that goes wrong, a
 * time-out among it, fails the task, so that Flink replays.
 *
 * <p>Metrics: {@code scenesEmbedded}, {@code embedBatchSize} (inputs of the model), {@code embedLatencyMs} (of a scene),
 * {@code embedGpu} (-1: the CPU), {@code embedBatchLimit} (inputs that the device has memory for).
 *
 * @param <S> a scene
 * @param <T> an input of the model
 * @param <E> of such inputs
 */
abstract class EmbedFunction<S, T, E extends Embedder<T>>
    extends RichAsyncFunction<S, EmbeddedScene> {
  private static final long serialVersionUID = 1L;
  private static final int HISTOGRAM_WINDOW = 1000;
  private static final int NO_GPU = -1;

  private final String stage;
  private final @Nullable EmbedderFactory<E> embedders;
  private final BatchSettings batches;

  @SuppressWarnings("NullAway.Init") // Flink calls setRuntimeContext() first.
  private transient Worker worker;

  private transient SharedBatchers.@Nullable Lease<T, E> lease;
  private transient UntilClosed untilClosed;
  private transient Counter scenesEmbedded;
  private transient Histogram batchSize;
  private transient Histogram latencyMillis;

  /**
   * @param stage names it in failures
   * @param embedders equal ones share a model; null for none
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open() first.
  EmbedFunction(String stage, @Nullable EmbedderFactory<E> embedders, BatchSettings batches) {
    this.stage = stage;
    this.embedders = embedders;
    this.batches = batches;
  }

  @Override
  public void setRuntimeContext(RuntimeContext context) {
    super.setRuntimeContext(context);
    worker = Worker.of(context);
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
    if (embedders != null) {
      lease = SharedBatchers.acquire(choices(embedders), batches);
      E embedder = lease.embedder();
      metrics.gauge("embedGpu", () -> gpu(embedder.device()));
      metrics.gauge("embedBatchLimit", embedder::batchSize);
    }
  }

  /**
   * At the first start of the job the lack of a device ends it: each further start would find the same. Later on a TaskManager that has
   * lost its GPU may be replaced.
   */
  private List<? extends EmbedderFactory<E>> choices(EmbedderFactory<E> factory) {
    try {
      return factory.on(worker);
    } catch (DeviceUnavailableException e) {
      if (getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
        throw new SuppressRestartsException(e);
      }
      throw e;
    }
  }

  private static int gpu(OnnxDevice device) {
    return device.kind() == OnnxDevice.Kind.CPU ? NO_GPU : device.index();
  }

  abstract SceneDraft draft(S scene);

  /** Null if there is no model, or the function is not open. */
  final @Nullable E embedder() {
    return lease == null ? null : lease.embedder();
  }

  /** Queues an input for the model. */
  final CompletableFuture<Embedding> submit(T input) {
    if (lease == null) {
      throw new IllegalStateException(stage + " has no model, or is closed");
    }
    return lease.batcher().submit(input);
  }

  /** Completes the result when all embeddings are there. @param scene makes it of their vectors */
  final void complete(
      SceneDraft draft,
      List<CompletableFuture<Embedding>> embeddings,
      Function<List<float[]>, EmbeddedScene> scene,
      ResultFuture<EmbeddedScene> result) {
    ResultFuture<EmbeddedScene> open = untilClosed.pass(result);
    long start = System.nanoTime();
    CompletableFuture.allOf(embeddings.toArray(CompletableFuture[]::new))
        .thenApply(nothing -> scene.apply(vectors(embeddings)))
        .whenComplete((embedded, error) -> {
          if (error == null) {
            scenesEmbedded.inc();
            latencyMillis.update(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            open.complete(List.of(embedded));
          } else {
            completeFailed(draft, error, open);
          }
        });
  }

  private List<float[]> vectors(List<CompletableFuture<Embedding>> embeddings) {
    List<float[]> vectors = new ArrayList<>(embeddings.size());
    for (CompletableFuture<Embedding> embedding : embeddings) {
      vectors.add(embedding.join().vector());
      batchSize.update(embedding.join().batchSize());
    }
    return vectors;
  }

  private void completeFailed(
      SceneDraft draft, Throwable error, ResultFuture<EmbeddedScene> result) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (!(cause instanceof EmbeddingException)) {
      result.completeExceptionally(cause);
      return;
    }
    Failure failure = new Failure(
        FailureCode.EMBEDDING_FAILED,
        stage,
        "Embedding " + describe(draft) + " failed: " + cause.getMessage());
    result.complete(
        List.of(EmbeddedScene.failed(SceneDraft.failed(draft.video(), draft.info(), failure))));
  }

  @Override
  public void timeout(S scene, ResultFuture<EmbeddedScene> result) {
    result.completeExceptionally(new TimeoutException(
        "Embedding " + describe(draft(scene)) + " took longer than the operator may take"));
  }

  @Override
  public void close() {
    if (untilClosed != null) {
      untilClosed.close();
    }
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }

  private static String describe(SceneDraft draft) {
    return "scene " + draft.sceneIndex() + " of video " + draft.video().videoId();
  }
}
