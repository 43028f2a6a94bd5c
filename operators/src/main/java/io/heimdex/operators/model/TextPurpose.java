package io.heimdex.operators.model;

/** What a text is embedded for: some models are told so by words before it. */
public enum TextPurpose {
  /** To be found. */
  PASSAGE,
  /** To find. */
  QUERY
}
