package io.heimdex.operators.embed;

/** Of pictures. Thread-safe. */
final class HalvingImageEmbedder extends HalvingEmbedder<byte[], ImageEmbedder>
    implements ImageEmbedder {
  HalvingImageEmbedder(Opener<ImageEmbedder> opener, int batchSize) {
    super("image model", opener, batchSize);
  }
}
