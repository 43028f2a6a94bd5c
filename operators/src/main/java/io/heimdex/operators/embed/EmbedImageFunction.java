package io.heimdex.operators.embed;

import io.heimdex.operators.embed.EmbeddingBatcher.Embedding;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/**
 * Gives every scene its image vector: the normalised mean of its keyframes' vectors. Failed drafts pass through. Of the keyframes
 * only the one for the thumbnail goes on.
 */
public final class EmbedImageFunction extends EmbedFunction<SceneDraft, byte[], ImageEmbedder> {
  private static final long serialVersionUID = 1L;
  public static final String STAGE = "embed-image";

  /** @param embedders equal ones share a model */
  public EmbedImageFunction(EmbedderFactory<ImageEmbedder> embedders, BatchSettings batches) {
    super(STAGE, embedders, batches);
  }

  @Override
  public void asyncInvoke(SceneDraft draft, ResultFuture<EmbeddedScene> result) {
    if (draft.failure() != null) {
      result.complete(List.of(EmbeddedScene.failed(draft)));
      return;
    }
    List<CompletableFuture<Embedding>> embeddings =
        draft.keyframes().stream().map(keyframe -> submit(keyframe.jpeg())).toList();
    String model = Objects.requireNonNull(embedder(), "There is an image model").modelId();
    complete(draft, embeddings, vectors -> embedded(draft, vectors, model), result);
  }

  @Override
  SceneDraft draft(SceneDraft scene) {
    return scene;
  }

  private static EmbeddedScene embedded(SceneDraft draft, List<float[]> vectors, String model) {
    return new EmbeddedScene(
        withThumbnailOnly(draft), Vectors.normalisedMean(vectors), model, null, null, null);
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
}
