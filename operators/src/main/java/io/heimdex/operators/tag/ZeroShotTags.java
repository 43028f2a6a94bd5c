package io.heimdex.operators.tag;

import io.heimdex.operators.embed.EmbeddingException;
import io.heimdex.operators.embed.TextEmbedder;
import io.heimdex.operators.embed.Vectors;
import io.heimdex.operators.model.ZeroShotScale;
import io.heimdex.schema.VisionTag;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Tags that pictures were never trained for: those whose words a model finds near to a picture. Words and pictures must have vectors
 * of one model.
 *
 * <p>Immutable.
 */
public final class ZeroShotTags implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final float DIGITS = 1e4f;

  private final List<String> tags;
  private final List<float[]> vectors;
  private final ZeroShotScale scale;
  private final float threshold;

  private ZeroShotTags(
      List<String> tags, List<float[]> vectors, ZeroShotScale scale, float threshold) {
    this.tags = new ArrayList<>(tags);
    this.vectors = new ArrayList<>(vectors);
    this.scale = scale;
    this.threshold = threshold;
  }

  /**
   * Embeds the words once.
   *
   * @param prompt see {@link TagList#prompts}
   * @param threshold least score of a tag that is kept, 0 to 1
   * @throws IllegalArgumentException naming a tag whose prompt is longer than the model takes
   */
  public static ZeroShotTags of(
      TagList list, String prompt, TextEmbedder embedder, ZeroShotScale scale, float threshold)
      throws EmbeddingException {
    List<String> prompts = list.prompts(prompt);
    for (String words : prompts) {
      if (embedder.isTruncated(words)) {
        throw new IllegalArgumentException(
            "The model " + embedder.modelId() + " takes only the beginning of '" + words
                + "'; expected shorter tags or a shorter prompt");
      }
    }
    return new ZeroShotTags(list.tags(), embedder.embed(prompts), scale, threshold);
  }

  /**
   * The tags of a picture, by falling score.
   *
   * @param imageVec L2-normalised
   */
  public List<VisionTag> of(float[] imageVec) {
    double[] cosines =
        vectors.stream().mapToDouble(vector -> Vectors.dot(imageVec, vector)).toArray();
    float[] scores = scale.scores(cosines);
    List<VisionTag> found = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] >= threshold) {
        found.add(new VisionTag(tags.get(i), Math.round(scores[i] * DIGITS) / DIGITS));
      }
    }
    found.sort(Comparator.comparingDouble(VisionTag::score).reversed());
    return found;
  }
}
