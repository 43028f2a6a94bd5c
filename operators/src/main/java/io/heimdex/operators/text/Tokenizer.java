package io.heimdex.operators.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Cuts texts as a {@code tokenizer.json} tells, by Hugging Face's own code. What the file says of truncation and padding is left
 * to the caller, who must know of the first.
 *
 * <p>Thread-safe.
 */
public final class Tokenizer implements AutoCloseable {
  static {
    TokenizerLibrary.load();
  }

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** @param file a {@code tokenizer.json} */
  public static Tokenizer read(Path file) {
    try {
      return new Tokenizer(HuggingFaceTokenizer.builder()
          .optTokenizerPath(file)
          .optAddSpecialTokens(true)
          .optTruncation(false)
          .optPadding(false)
          .build());
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          file + " is no tokenizer: " + e.getMessage()
              + "; expected one as Hugging Face's tokenizers write it",
          e);
    }
  }

  /** All tokens of a text, however many they are. */
  public synchronized Tokens encode(String text) {
    Encoding encoding = tokenizer.encode(text);
    long[] isSpecial = encoding.getSpecialTokenMask();
    int closing = 0;
    while (closing < isSpecial.length && isSpecial[isSpecial.length - 1 - closing] == 1) {
      closing++;
    }
    return new Tokens(encoding.getIds(), encoding.getTypeIds(), closing);
  }

  @Override
  public synchronized void close() {
    tokenizer.close();
  }
}
