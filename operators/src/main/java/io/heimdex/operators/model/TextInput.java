package io.heimdex.operators.model;

/**
 * How a model takes a text.
 *
 * @param passagePrefix what stands before each text that is to be found; so {@code queryPrefix}
 * @param maxTokens the longest text that the model takes, in tokens
 * @param isPadded whether all texts are filled up to that: the model was trained so
 * @param padToken the token to fill up with
 */
public record TextInput(
    TextCleaning cleaning,
    String passagePrefix,
    String queryPrefix,
    int maxTokens,
    boolean isPadded,
    long padToken) {

  /** A text as it is to be cut. */
  public String prepared(String text, TextPurpose purpose) {
    return cleaning.apply((purpose == TextPurpose.PASSAGE ? passagePrefix : queryPrefix) + text);
  }
}
