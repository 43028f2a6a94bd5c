package io.heimdex.local.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;

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
public record ModelReport(
    String model,
    Map<String, String> inputs,
    Map<String, String> outputs,
    String output,
    int width,
    int height,
    int dimensions,
    List<Speed> speeds,
    List<Similarity> similarities) {
  public ModelReport {
    inputs = Map.copyOf(inputs);
    outputs = Map.copyOf(outputs);
    speeds = List.copyOf(speeds);
    similarities = List.copyOf(similarities);
  }

  /**
   * How fast it is, decoding and resizing included.
   *
   * @param cpuMs CPU time of the process for each picture
   */
  public record Speed(int batchSize, double picturesPerS, double cpuMs) {}

  /** @param cosine of the two vectors: 1 for equal ones */
  public record Similarity(String first, String second, double cosine) {}

  /** For a person. */
  public String text() {
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "model       %s%ninputs      %s%noutputs     %s%nvector      %s, %d dimensions%npictures    %dx%d%n",
        model,
        inputs,
        outputs,
        output,
        dimensions,
        width,
        height));
    for (Speed speed : speeds) {
      text.append(String.format(
          Locale.ROOT,
          "batch %-5d %8.1f pictures/s, %.1f ms of CPU time each%n",
          speed.batchSize(),
          speed.picturesPerS(),
          speed.cpuMs()));
    }
    for (Similarity pair : similarities) {
      text.append(String.format(
          Locale.ROOT,
          "similarity  %.4f  %s and %s%n",
          pair.cosine(),
          pair.first(),
          pair.second()));
    }
    return text.toString().stripTrailing();
  }
}
