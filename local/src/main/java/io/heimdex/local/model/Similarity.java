package io.heimdex.local.model;

import io.heimdex.operators.embed.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How alike a model finds two things. @param cosine of the two vectors: 1 for equal ones */
public record Similarity(String first, String second, double cosine) {

  /** Of each two. */
  static List<Similarity> of(List<String> names, List<float[]> vectors) {
    List<Similarity> similarities = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      for (int j = i + 1; j < vectors.size(); j++) {
        similarities.add(new Similarity(
            names.get(i), names.get(j), rounded(Vectors.dot(vectors.get(i), vectors.get(j)))));
      }
    }
    return similarities;
  }

  static double rounded(double value) {
    return Math.round(1e4 * value) / 1e4;
  }

  /** For a person. */
  String text() {
    return String.format(Locale.ROOT, "similarity  %.4f  %s and %s", cosine, first, second);
  }
}
