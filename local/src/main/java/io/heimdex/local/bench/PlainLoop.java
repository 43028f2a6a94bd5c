package io.heimdex.local.bench;

import io.heimdex.operators.embed.OnnxImageEmbedder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What the operator does to each picture (decoding, resizing, inference) on as many threads, without a job around it. */
final class PlainLoop implements EmbedContender {
  private final OnnxImageEmbedder embedder;
  private final List<byte[]> jpegs;
  private final int batchSize;
  private final Callers callers;

  /** @param embedder stays the caller's */
  PlainLoop(OnnxImageEmbedder embedder, List<byte[]> jpegs, int batchSize) {
    this.embedder = embedder;
    this.jpegs = jpegs;
    this.batchSize = batchSize;
    this.callers = new Callers(embedder.concurrency());
  }

  @Override
  public long embed(long pictures) throws Exception {
    AtomicInteger next = new AtomicInteger();
    return callers.embed(pictures, batchSize, caller -> embedder.embed(batch(next)));
  }

  private List<byte[]> batch(AtomicInteger next) {
    return Stream.generate(() -> jpegs.get(Math.floorMod(next.getAndIncrement(), jpegs.size())))
        .limit(batchSize)
        .toList();
  }

  @Override
  public void close() {
    callers.close();
  }
}
