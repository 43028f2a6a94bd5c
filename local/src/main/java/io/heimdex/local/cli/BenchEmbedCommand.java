package io.heimdex.local.cli;

import io.heimdex.jobs.SceneIndexOptions;
import io.heimdex.local.bench.EmbedBench;
import io.heimdex.local.bench.EmbedBenchReport;
import io.heimdex.local.bench.EmbedMemoryBench;
import io.heimdex.local.bench.EmbedMemoryReport;
import io.heimdex.local.bench.EmbedSettings;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./heimdex bench embed}: the job's embedding operator against ONNX Runtime alone. */
@Command(
    name = "embed",
    description = {
      "Measure how many pictures a second the job's embedding operator takes, on slots of a TaskManager in this process, against ONNX"
          + " Runtime alone at its best setting, whose tensors are made before, and against decoding, resizing and inference in a"
          + " plain loop. Each has the machine to itself by turns; medians.",
      "With --pictures, tell instead how the memory of this process goes while so many pictures go through the operator, in batches"
          + " that are full or not."
    },
    mixinStandardHelpOptions = true)
final class BenchEmbedCommand implements Callable<Integer> {
  private static final String VIT = "vit-b16";
  private static final int LONGEST_SECONDS = 3600;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "As heimdex.embed.image.model; or " + VIT
          + ": one that is made for the bench, of the cost of ViT-B/16 at 224x224. May be given several times; by default "
          + VIT
          + " and builtin.")
  private List<String> models = List.of(VIT, OnnxImageEmbedderFactory.BUILTIN);

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Slots of the TaskManager; ${DEFAULT-VALUE} by default.")
  private int slots = 2;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "As heimdex.embed.threads; by default as many as there are cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "As heimdex.embed.batch-size; ${DEFAULT-VALUE} by default.")
  private int batchSize = SceneIndexOptions.EMBED_BATCH_SIZE.defaultValue();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long a window lasts, about; ${DEFAULT-VALUE} by default.")
  private double seconds = 6;

  @Option(
      names = "--windows",
      paramLabel = "N",
      description = "Windows of each kind; ${DEFAULT-VALUE} by default.")
  private int windows = 5;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "Follow the memory over so many pictures.")
  private @Nullable Long pictures;

  @Mixin
  private Output output = new Output();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    check("--slots", slots);
    check("--threads", threads);
    check("--batch-size", batchSize);
    check("--windows", windows);
    check("--pictures", pictures == null ? 1 : pictures);
    if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--seconds is " + seconds + "; expected more than 0, and " + LONGEST_SECONDS
              + " at most");
    }
    EmbedSettings settings = new EmbedSettings(slots, threads, batchSize, seconds, windows);
    Path folder = Files.createTempDirectory("heimdex-bench-embed");
    try {
      for (String model : models) {
        measure(settings, model.equals(VIT) ? written(folder) : model);
      }
    } finally {
      FileUtils.deleteDirectoryQuietly(folder.toFile());
    }
    return ExitCode.OK;
  }

  private void check(String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; expected at least 1");
    }
  }

  private static String written(Path folder) throws IOException {
    return EmbedBench.writeVit(folder).toString();
  }

  private void measure(EmbedSettings settings, String model) throws Exception {
    if (pictures != null) {
      EmbedMemoryReport report =
          new EmbedMemoryBench(settings, System.err::println).measure(model, pictures);
      output.result(report, report.text());
    } else {
      EmbedBenchReport report = new EmbedBench(settings, System.err::println).measure(model);
      output.result(report, report.text());
    }
  }
}
