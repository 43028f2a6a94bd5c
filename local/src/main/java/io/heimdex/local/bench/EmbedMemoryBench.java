package io.heimdex.local.bench;

import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** How the memory of a process goes while many pictures go through the job's operator, a few or many at a time. */
public final class EmbedMemoryBench {
  private static final int PICTURES = 16;
  private static final int STEPS = 20;
  /** Scenes: batches are full while they go in, and not at their end. */
  private static final int MOST_AT_ONCE = 10;

  private static final long SEED = 1;

  private final EmbedSettings settings;
  private final Consumer<String> listener;

  /** @param listener hears how far it is */
  public EmbedMemoryBench(EmbedSettings settings, Consumer<String> listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** @param model as heimdex.embed.image.model */
  public EmbedMemoryReport measure(String model, long pictures) throws Exception {
    List<EmbedMemoryReport.Step> steps = new ArrayList<>(List.of(step(0)));
    OnnxImageEmbedderFactory factory =
        new OnnxImageEmbedderFactory(model, settings.threads(), settings.batchSize());
    try (EmbedJob job = new EmbedJob(factory, settings.slots(), SampleKeyframes.jpegs(PICTURES))) {
      Random random = new Random(SEED);
      long done = 0;
      for (int i = 1; i <= STEPS; i++) {
        while (done < pictures * i / STEPS) {
          done += job.embedScenes(1 + random.nextInt(MOST_AT_ONCE));
        }
        steps.add(step(done));
        listener.accept(steps.get(i).text());
      }
    }
    return new EmbedMemoryReport(
        "embed-memory", model, settings.slots(), settings.threads(), settings.batchSize(), steps);
  }

  private static EmbedMemoryReport.Step step(long pictures) throws IOException {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    return new EmbedMemoryReport.Step(
        pictures, ResidentSize.megabytes(ProcessHandle.current().pid()), heap >> 20);
  }
}
