package io.heimdex.operators.media;

import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.io.Serializable;

/** Opens a container and tells what it holds, without decoding it. Thread-safe. */
@FunctionalInterface
public interface VideoProber extends Serializable, AutoCloseable {

  /**
   * Looks into a container. Reads a bounded part of it, and ends by itself on input that never ends.
   *
   * @param url a file path or an http(s) URL that serves ranges
   * @throws MediaException if it is no video that can be indexed; trying again gives the same
   * @throws IOException if reading failed in a way that may pass
   */
  VideoInfo probe(String url) throws MediaException, IOException;

  /** Frees what the prober holds between calls; calls that are under way end. */
  @Override
  default void close() {}
}
