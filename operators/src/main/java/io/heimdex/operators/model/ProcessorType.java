package io.heimdex.operators.model;

/**
 * The class that made a {@code preprocessor_config.json}: some fields mean what this class makes of them, and files leave out what
 * is its default.
 *
 * @param name empty where the file names none
 */
record ProcessorType(String name) {
  static ProcessorType of(JsonFile json) {
    String type = json.text("image_processor_type");
    String older = json.text("feature_extractor_type");
    return new ProcessorType(type != null ? type : older != null ? older : "");
  }

  /** Whether a plain number as size is the shortest edge, not both. */
  boolean isShortestEdge() {
    return isOneOf("CLIP", "ChineseCLIP", "Bit", "ConvNext", "MobileViT", "Llava");
  }

  /** Whether {@code size} is what remains when the edges are cut off, although no crop is asked for. */
  boolean isCuttingPart() {
    return isOneOf("ConvNext");
  }

  /** Whether pictures are made square before anything else, if padding is asked for. */
  boolean isPaddingFirst() {
    return isOneOf("LlavaImageProcessor");
  }

  /** Whether pictures are resized to 256/224 of what the file says. */
  boolean isScalingUp() {
    return isOneOf("Levit");
  }

  /** Whether values are brought to a mean and a deviation where the file says nothing about it. */
  boolean isNormalising() {
    return !isOneOf("MobileViT");
  }

  private boolean isOneOf(String... beginnings) {
    for (String beginning : beginnings) {
      if (name.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}
