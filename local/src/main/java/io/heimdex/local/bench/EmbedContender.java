package io.heimdex.local.bench;

/** A way of embedding pictures as fast as it goes. Nothing is under way between two calls. */
interface EmbedContender extends AutoCloseable {

  /**
   * Embeds pictures.
   *
   * @param pictures that are to be embedded at least; so many more that all threads have the same to do
   * @return pictures that were
   */
  long embed(long pictures) throws Exception;

  @Override
  void close() throws Exception;
}
