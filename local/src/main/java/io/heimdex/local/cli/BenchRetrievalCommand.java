package io.heimdex.local.cli;

import io.heimdex.local.bench.RetrievalBench;
import io.heimdex.local.bench.RetrievalReport;
import io.heimdex.operators.embed.ImageEmbedder;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./heimdex bench retrieval}: what an image model can do. */
@Command(
    name = "retrieval",
    description = {
      "Measure how often the keyframe that a model finds nearest is one of the same scene, against a plain colour histogram and"
          + " against chance. No services are needed.",
      "Scenes that are shown twice, in one video or in two, count as different ones."
    },
    mixinStandardHelpOptions = true)
final class BenchRetrievalCommand implements Callable<Integer> {
  private static final int BATCH_SIZE = 4;

  @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Video files.")
  private List<Path> videos = List.of();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = OnnxImageEmbedderFactory.BUILTIN,
      description =
          "The directory of a model, an ONNX file, or builtin, as heimdex.embed.image.model (default: ${DEFAULT-VALUE}).")
  private String model = OnnxImageEmbedderFactory.BUILTIN;

  @Mixin
  private Output output = new Output();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    for (Path video : videos) {
      if (!Files.isReadable(video)) {
        throw new ParameterException(spec.commandLine(), "There is no readable file " + video);
      }
    }
    try (ImageEmbedder embedder = new OnnxImageEmbedderFactory(model, 1, BATCH_SIZE).open();
        Progress progress = Progress.of(videos.size() + " videos", " videos")) {
      progress.maxHint(videos.size());
      RetrievalReport report = new RetrievalBench(embedder).measure(videos, progress::stepTo);
      output.result(report, report.text());
    }
    return ExitCode.OK;
  }
}
