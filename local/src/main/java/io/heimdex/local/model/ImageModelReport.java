package io.heimdex.local.model;

import io.heimdex.operators.embed.OnnxImageEmbedder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a check of an image model found out.
 *
 * @param model name and digest, as rows will have it
 * @param inputs type and shape by name; so {@code outputs}
 * @param output that the vector is taken from
 * @param width of the pictures that it takes, in pixels; so {@code height}
 * @param dimensions of its vectors
 * @param speeds by batch size
 * @param similarities of each two of the given pictures
 */
public record ImageModelReport(
    String model,
    Map<String, String> inputs,
    Map<String, String> outputs,
    String output,
    int width,
    int height,
    int dimensions,
    List<ModelSpeed> speeds,
    List<Similarity> similarities) {
  static ImageModelReport of(
      OnnxImageEmbedder embedder, List<ModelSpeed> speeds, List<Similarity> similarities) {
    return new ImageModelReport(
        embedder.modelId(),
        embedder.inputs(),
        embedder.outputs(),
        embedder.outputName(),
        embedder.width(),
        embedder.height(),
        embedder.dimensions(),
        speeds,
        similarities);
  }

  /** For a person, line by line. */
  Stream<String> lines() {
    return Stream.of(
            Stream.of(
                "image model " + model,
                "inputs      " + inputs,
                "outputs     " + outputs,
                "vector      " + output + ", " + dimensions + " dimensions",
                "pictures    " + width + "x" + height),
            speeds.stream().map(speed -> speed.text("pictures")),
            similarities.stream().map(Similarity::text))
        .flatMap(lines -> lines);
  }
}
