package io.heimdex.operators.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of a text model where its files do not; null leaves it to them. To say other than they do is an error.
 *
 * @param pooling of the tokens' vectors
 * @param passagePrefix what stands before each text that is to be found, its space included
 * @param queryPrefix what stands before each text that is to find
 * @param maxTokens of a text, those included that the model wants around it; may be less than the files say
 * @param output of the ONNX file, to take the vector from
 */
public record TextOverrides(
    @Nullable Pooling pooling,
    @Nullable String passagePrefix,
    @Nullable String queryPrefix,
    @Nullable Integer maxTokens,
    @Nullable String output)
    implements Serializable {
  /** Leaves all to the files. */
  public static final TextOverrides NONE = new TextOverrides(null, null, null, null, null);

  /** What of it decides the vectors of rows: queries are embedded later, and must find them under the same name. */
  TextOverrides ofRows() {
    return new TextOverrides(pooling, passagePrefix, null, maxTokens, output);
  }

  public TextOverrides {
    if (maxTokens != null && maxTokens < 1) {
      throw new IllegalArgumentException(
          "The longest text has " + maxTokens + " tokens; expected at least 1");
    }
  }
}
