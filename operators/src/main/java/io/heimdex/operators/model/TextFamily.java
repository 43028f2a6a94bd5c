package io.heimdex.operators.model;

/** What kind of text model a directory holds, by {@code model_type}. */
public enum TextFamily {
  SIGLIP,
  CLIP,
  /** BERT and its relatives, whose tokens' vectors are pooled. */
  SENTENCE;

  static TextFamily of(JsonFile config) {
    String type = config.text("model_type");
    if (type == null) {
      throw config.wrong("model_type", "the name of a family, as exports have it");
    }
    return type.startsWith("siglip") ? SIGLIP : type.startsWith("clip") ? CLIP : SENTENCE;
  }

  /** Whether it was trained together with an image tower: its texts have one length, and its pooled output is the vector. */
  public boolean isTower() {
    return this != SENTENCE;
  }
}
