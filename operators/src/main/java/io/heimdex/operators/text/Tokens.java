package io.heimdex.operators.text;

import java.util.Arrays;

/**
 * A text as a model takes it.
 *
 * @param ids by position; those that the model wants around each text included
 * @param types of segments, by position: what {@code token_type_ids} takes
 * @param closing how many of the last ids end each text, as {@code </s>} does
 */
public record Tokens(long[] ids, long[] types, int closing) {
  public int count() {
    return ids.length;
  }

  /** The beginning, with what ends each text: as Hugging Face's tokenizers truncate. */
  public Tokens truncated(int max) {
    return ids.length <= max
        ? this
        : new Tokens(truncated(ids, max), truncated(types, max), closing);
  }

  private long[] truncated(long[] values, int max) {
    long[] kept = Arrays.copyOf(values, max);
    int end = Math.min(closing, max);
    System.arraycopy(values, values.length - end, kept, max - end, end);
    return kept;
  }
}
