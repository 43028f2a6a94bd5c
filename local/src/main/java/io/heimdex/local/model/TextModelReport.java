package io.heimdex.local.model;

import io.heimdex.operators.embed.OnnxTextEmbedder;
import io.heimdex.operators.model.Pooling;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a text model found out.
 *
 * @param model name and digest, as rows will have it
 * @param inputs type and shape by name; so {@code outputs}
 * @param output that the vector is taken from
 * @param pooling of the vectors of tokens; null where the model gives one for each text
 * @param dimensions of its vectors
 * @param maxTokens of a text
 * @param speeds by batch size
 * @param texts that were given
 * @param similarities of each two of them
 */
public record TextModelReport(
    String model,
    Map<String, String> inputs,
    Map<String, String> outputs,
    String output,
    @Nullable String pooling,
    int dimensions,
    int maxTokens,
    List<ModelSpeed> speeds,
    List<TextSize> texts,
    List<Similarity> similarities) {

  /** How long a text is for the model. @param truncated whether it takes only the beginning */
  public record TextSize(String text, int tokens, boolean truncated) {
    private String line() {
      return "text        %d tokens%s  %s"
          .formatted(tokens, truncated ? ", of which it takes only the first" : "", text);
    }
  }

  static TextModelReport of(
      OnnxTextEmbedder embedder,
      List<ModelSpeed> speeds,
      List<String> texts,
      List<Similarity> similarities) {
    Pooling pooling = embedder.pooling();
    return new TextModelReport(
        embedder.modelId(),
        embedder.inputs(),
        embedder.outputs(),
        embedder.outputName(),
        pooling == null ? null : pooling.label(),
        embedder.dimensions(),
        embedder.maxTokens(),
        speeds,
        texts.stream()
            .map(text -> new TextSize(text, embedder.countTokens(text), embedder.isTruncated(text)))
            .toList(),
        similarities);
  }

  /** For a person, line by line. */
  Stream<String> lines() {
    return Stream.of(
            Stream.of(
                "text model  " + model,
                "inputs      " + inputs,
                "outputs     " + outputs,
                "vector      " + output + (pooling == null ? "" : ", " + pooling + " of tokens")
                    + ", " + dimensions + " dimensions",
                "texts       up to " + maxTokens + " tokens"),
            speeds.stream().map(speed -> speed.text("texts")),
            texts.stream().map(TextSize::line),
            similarities.stream().map(Similarity::text))
        .flatMap(lines -> lines);
  }
}
