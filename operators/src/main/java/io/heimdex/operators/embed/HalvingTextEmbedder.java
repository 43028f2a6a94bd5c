package io.heimdex.operators.embed;

/** Of texts. Thread-safe. */
final class HalvingTextEmbedder extends HalvingEmbedder<String, TextEmbedder>
    implements TextEmbedder {
  HalvingTextEmbedder(Opener<TextEmbedder> opener, int batchSize) {
    super("text model", opener, batchSize);
  }

  @Override
  public boolean isTruncated(String text) {
    return current().isTruncated(text);
  }
}
