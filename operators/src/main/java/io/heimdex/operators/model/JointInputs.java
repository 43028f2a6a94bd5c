package io.heimdex.operators.model;

/**
 * What a model of images and texts in one file is given as text when only the vector of an image is wanted: nothing, in the length
 * that it expects.
 *
 * @param tokens positions of a text
 */
public record JointInputs(int tokens) {
  /** That of SigLIP and CLIP where the configuration does not tell: exports write only what differs from a class's default. */
  private static final int SIGLIP_TOKENS = 64;

  private static final int CLIP_TOKENS = 77;

  static JointInputs of(JsonFile config) {
    String type = config.text("model_type");
    // Towers that are exported alone have no sections.
    JsonFile text = config.isObject("text_config") ? config.object("text_config") : config;
    return new JointInputs(text.size(
        "max_position_embeddings",
        type != null && type.startsWith("clip") ? CLIP_TOKENS : SIGLIP_TOKENS));
  }
}
