package io.heimdex.operators.search;

/** A vector of the table {@code scenes}, and the column that names the model which made it. */
public enum VectorColumn {
  IMAGE("image_vec", "image_model"),
  TEXT("text_vec", "text_model");

  private final String vector;
  private final String model;

  VectorColumn(String vector, String model) {
    this.vector = vector;
    this.model = model;
  }

  String vector() {
    return vector;
  }

  String model() {
    return model;
  }
}
