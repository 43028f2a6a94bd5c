package io.heimdex.operators.embed;

import java.util.List;
import java.util.Random;

/** Another embedder, whose batches take different times, and of which some fail as a whole. */
final class UnsteadyEmbedder extends PassedOnEmbedder {
  private static final int MOST_YIELDS = 50;

  private final int concurrency;
  private final Random random;

  /** Opens them. Equal ones share a batcher, as those of a job do. */
  record Factory(OnnxImageEmbedderFactory model, long seed)
      implements EmbedderFactory<ImageEmbedder> {
    @Override
    public ImageEmbedder open() {
      return new UnsteadyEmbedder(model.open(), seed);
    }

    @Override
    public List<Factory> on(Worker worker) {
      return List.of(this);
    }
  }

  private UnsteadyEmbedder(ImageEmbedder embedder, long seed) {
    super(embedder);
    this.concurrency = embedder.concurrency();
    this.random = new Random(seed);
  }

  @Override
  public int concurrency() {
    return concurrency;
  }

  @Override
  public List<float[]> embed(List<byte[]> jpegs) throws EmbeddingException {
    for (int yields = random.nextInt(MOST_YIELDS); yields > 0; yields--) {
      Thread.yield();
    }
    if (jpegs.size() > 1 && random.nextInt(5) == 0) {
      throw new EmbeddingException("A batch of " + jpegs.size() + " fails", null);
    }
    List<float[]> vectors = super.embed(jpegs);
    if (jpegs.size() > 1 && random.nextInt(10) == 0) {
      throw new IllegalStateException("A batch of " + jpegs.size() + " fails at its end");
    }
    return vectors;
  }
}
