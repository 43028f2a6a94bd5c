package io.heimdex.operators.embed;

/** Turns pictures, JPEG files as in {@code Keyframe}, into vectors. Thread-safe. */
public interface ImageEmbedder extends Embedder<byte[]> {}
