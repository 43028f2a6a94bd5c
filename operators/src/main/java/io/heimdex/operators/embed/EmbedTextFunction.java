package io.heimdex.operators.embed;

import io.heimdex.operators.embed.EmbeddingBatcher.Embedding;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VideoRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives every scene the vector of its text: of the title and the description that came with its video. Failed drafts, and scenes
 * without a text, pass through; all do where there is no model.
 *
 * <p>Scenes of a video share their text, so the latest vectors are kept.
 *
 * <p>Metrics: {@code textsTruncated}, of which the model takes only the beginning.
 */
public final class EmbedTextFunction extends EmbedFunction<EmbeddedScene, String, TextEmbedder> {
  private static final long serialVersionUID = 1L;
  public static final String STAGE = "embed-text";
  private static final int KEPT_TEXTS = 64;

  private transient Map<String, CompletableFuture<Embedding>> kept;
  private transient Counter textsTruncated;

  /** @param embedders equal ones share a model; null for none */
  @SuppressWarnings("NullAway.Init") // Flink calls open() first.
  public EmbedTextFunction(
      @Nullable EmbedderFactory<TextEmbedder> embedders, BatchSettings batches) {
    super(STAGE, embedders, batches);
  }

  @Override
  public void open(OpenContext context) {
    super.open(context);
    kept = new Latest();
    textsTruncated = getRuntimeContext().getMetricGroup().counter("textsTruncated");
  }

  @Override
  public void asyncInvoke(EmbeddedScene scene, ResultFuture<EmbeddedScene> result) {
    TextEmbedder embedder = embedder();
    String text = textOf(scene.draft().video());
    if (embedder == null || scene.draft().failure() != null || text.isEmpty()) {
      result.complete(List.of(scene));
      return;
    }
    CompletableFuture<Embedding> embedding =
        kept.computeIfAbsent(text, any -> embedded(text, embedder));
    String model = embedder.modelId();
    complete(
        scene.draft(),
        List.of(embedding),
        vectors -> scene.withText(vectors.get(0), model),
        result);
  }

  private CompletableFuture<Embedding> embedded(String text, TextEmbedder embedder) {
    if (embedder.isTruncated(text)) {
      textsTruncated.inc();
    }
    return submit(text);
  }

  Counter textsTruncated() {
    return textsTruncated;
  }

  /** What was written of a video: title and description, a line each. */
  static String textOf(VideoRef video) {
    return Stream.of(video.title(), video.description())
        .filter(text -> text != null && !text.isBlank())
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }

  @Override
  SceneDraft draft(EmbeddedScene scene) {
    return scene.draft();
  }

  /** Forgets what was not asked for the longest. */
  private static final class Latest extends LinkedHashMap<String, CompletableFuture<Embedding>> {
    private static final long serialVersionUID = 1L;

    Latest() {
      super(KEPT_TEXTS, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<Embedding>> eldest) {
      return size() > KEPT_TEXTS;
    }
  }
}
