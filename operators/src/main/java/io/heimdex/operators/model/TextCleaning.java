package io.heimdex.operators.model;

import java.util.Locale;

/**
 * What happens to a text before it is cut, where that is not in {@code tokenizer.json}: for a text that was cleaned so already it
 * changes nothing.
 *
 * @param lowerCase whether capitals become small
 * @param plain whether ASCII punctuation is left out and white space becomes single spaces, as SigLIP saw its texts
 */
public record TextCleaning(boolean lowerCase, boolean plain) {
  private static final String PUNCTUATION = "\\p{Punct}";
  private static final String SPACE = "(?U)\\s+";

  public String apply(String text) {
    String cased = lowerCase ? text.toLowerCase(Locale.ROOT) : text;
    return plain ? cased.replaceAll(PUNCTUATION, "").replaceAll(SPACE, " ").strip() : cased;
  }
}
