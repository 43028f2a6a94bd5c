package io.heimdex.local.bench;

import io.heimdex.local.bench.RuntimeAlone.Setting;
import io.heimdex.operators.embed.ImageModel;
import io.heimdex.operators.embed.OnnxImageEmbedder;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is left of ONNX Runtime's speed in the job's operator: both embed by turns, in windows of time in which the other idles.
 *
 * <p>A third kind of window has what the operator does to a picture, decoding and resizing included, in a plain loop.
 */
public final class EmbedBench {
  private static final int PICTURES = 8;
  /** Of a window: what each way of using the runtime is tried for. */
  private static final int SEARCH_PART = 3;
  /** What is so many times slower at its first pictures is not tried further: threads that wait for each other on a busy machine. */
  private static final int HOPELESS = 4;

  private final EmbedSettings settings;
  private final Consumer<String> listener;

  /** @param listener hears what is going on */
  public EmbedBench(EmbedSettings settings, Consumer<String> listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** Writes a model of the cost of ViT-B/16. */
  public static Path writeVit(Path folder) throws IOException {
    Path directory = folder.resolve("vit-b16");
    VitModel.write(directory);
    return directory;
  }

  /** @param model as heimdex.embed.image.model */
  public EmbedBenchReport measure(String model) throws Exception {
    listener.accept("loading " + model);
    OnnxImageEmbedderFactory factory =
        new OnnxImageEmbedderFactory(model, settings.threads(), settings.batchSize());
    List<byte[]> jpegs = SampleKeyframes.jpegs(PICTURES);
    try (OnnxImageEmbedder embedder = factory.openAtThisSize();
        RuntimeAlone alone = best(ImageModel.of(factory.model()), embedder);
        PlainLoop loop = new PlainLoop(embedder, jpegs, settings.batchSize());
        EmbedJob job = new EmbedJob(factory, settings.slots(), jpegs)) {
      EmbedWindows raw = new EmbedWindows(alone, settings.seconds());
      EmbedWindows plain = new EmbedWindows(loop, settings.seconds());
      EmbedWindows operator = new EmbedWindows(job, settings.seconds());
      measure(List.of(raw, plain, operator));
      return report(embedder.modelId(), alone.setting(), raw, plain, operator);
    }
  }

  private void measure(List<EmbedWindows> kinds) throws Exception {
    listener.accept("warming up");
    for (EmbedWindows kind : kinds) {
      kind.warmUp();
    }
    for (int window = 1; window <= settings.windows(); window++) {
      listener.accept("window " + window + " of " + settings.windows());
      for (EmbedWindows kind : kinds) {
        kind.measure();
      }
    }
  }

  /** The fastest of the ways in which the runtime can use the cores. */
  private RuntimeAlone best(ImageModel model, OnnxImageEmbedder embedder) throws Exception {
    Setting best = new Setting(1, 1, 1);
    double most = 0;
    for (Setting setting : ways()) {
      try (RuntimeAlone tried = new RuntimeAlone(model, embedder, setting)) {
        EmbedWindows windows = new EmbedWindows(tried, settings.seconds() / SEARCH_PART);
        if (windows.tryOut() < most / HOPELESS) {
          continue;
        }
        windows.warmUp();
        windows.measure();
        listener.accept("%s: %.1f pictures/s".formatted(setting, windows.perSecond()));
        if (windows.perSecond() > most) {
          most = windows.perSecond();
          best = setting;
        }
      }
    }
    return new RuntimeAlone(model, embedder, best);
  }

  /** Many inferences on one thread each, or one on many threads; picture by picture, or in batches. */
  private Set<Setting> ways() {
    int cores = Runtime.getRuntime().availableProcessors();
    Set<Setting> ways = new LinkedHashSet<>();
    for (int batchSize : List.of(1, settings.batchSize())) {
      ways.add(new Setting(cores, 1, batchSize));
      ways.add(new Setting(1, cores, batchSize));
    }
    return ways;
  }

  private EmbedBenchReport report(
      String model, Setting best, EmbedWindows raw, EmbedWindows plain, EmbedWindows operator) {
    return new EmbedBenchReport(
        "embed",
        model,
        Runtime.getRuntime().availableProcessors(),
        settings.slots(),
        settings.threads(),
        settings.batchSize(),
        settings.windows(),
        best.callers(),
        best.threads(),
        best.batchSize(),
        rounded(raw.perSecond()),
        rounded(plain.perSecond()),
        rounded(operator.perSecond()),
        rounded(operator.ratioTo(raw)),
        rounded(operator.ratioTo(plain)),
        rounded(raw.cpuMillis()),
        rounded(plain.cpuMillis()),
        rounded(operator.cpuMillis()));
  }

  private static double rounded(double value) {
    return Math.round(1e3 * value) / 1e3;
  }
}
