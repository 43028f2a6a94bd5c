package io.heimdex.local.cli;

import io.heimdex.local.model.ModelCheck;
import io.heimdex.local.model.ModelReport;
import io.heimdex.operators.model.Pooling;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.onnx.OnnxDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex model check DIR}. */
@Command(
    name = "check",
    description = {
      "Load a model as the job would, and print its tensors, the size of its pictures or texts, the length of its vectors, its"
          + " speed by batch size, and how alike it finds the given pictures and texts.",
      "Ends with 1 and the reason if the job could not use it. docs/models.md tells how models are exported."
    },
    mixinStandardHelpOptions = true)
final class ModelCheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "The directory of a model, an ONNX file, or builtin: what heimdex.embed.image.model or"
              + " heimdex.embed.text.model is to be.")
  private String model = "";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A JPEG or WebP picture to embed; give two or more to compare them.")
  private List<Path> images = List.of();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description =
          "A text to embed, to be compared with the others and with the pictures; may be given several times.")
  private List<String> texts = List.of();

  @Option(
      names = "--pooling",
      paramLabel = "POOLING",
      description =
          "How the vectors of a text's tokens become one, where no file says it: ${COMPLETION-CANDIDATES}.")
  private @Nullable Pooling pooling;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "What is to stand before each text, where no file says it.")
  private @Nullable String prefix;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "The longest text in tokens, where it is to be shorter than the files say.")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "What the model runs on: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default. Of several GPUs it is the first.")
  private OnnxDevice.Kind device = OnnxDevice.Kind.CPU;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the model; ${DEFAULT-VALUE} by default.")
  private int threads = 1;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long the speed of each batch size is measured; ${DEFAULT-VALUE} by default.")
  private double seconds = 1;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    TextOverrides overrides = new TextOverrides(pooling, prefix, null, maxTokens, null);
    ModelReport report = new ModelCheck(
            model, overrides, threads, new OnnxDevice(device, 0), seconds)
        .run(images, texts);
    output.result(report, report.describe());
    return ExitCode.OK;
  }
}
