package io.heimdex.local.cli;

import io.heimdex.local.model.ModelCheck;
import io.heimdex.local.model.ModelReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex model check DIR}. */
@Command(
    name = "check",
    description = {
      "Load an image model as the job would, and print its tensors, the size of its pictures, the length of its vectors, its speed"
          + " by batch size, and how alike it finds the given pictures.",
      "Ends with 1 and the reason if the job could not use it. docs/models.md tells how models are exported."
    },
    mixinStandardHelpOptions = true)
final class ModelCheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "The directory of a model, an ONNX file, or builtin: what heimdex.embed.image.model is to be.")
  private String model = "";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A JPEG or WebP picture to embed; give two or more to compare them.")
  private List<Path> images = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the model; ${DEFAULT-VALUE} by default.")
  private int threads = 1;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    ModelReport report = new ModelCheck(model, threads).run(images);
    output.result(report, report.text());
    return ExitCode.OK;
  }
}
