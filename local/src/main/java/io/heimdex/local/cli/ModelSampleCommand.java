package io.heimdex.local.cli;

import io.heimdex.operators.model.SampleModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex model sample DIR --family siglip}. */
@Command(
    name = "sample",
    description = {
      "Write a small model in a directory laid out as a real export is: the same files, the same tensors.",
      "It has learned nothing. It is there to try out settings before gigabytes are fetched."
    },
    mixinStandardHelpOptions = true)
final class ModelSampleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The directory; made if it is not there.")
  private Path directory = Path.of("");

  @Option(
      names = "--family",
      paramLabel = "FAMILY",
      defaultValue = "siglip",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private SampleModel family = SampleModel.SIGLIP;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws IOException {
    family.write(directory);
    output.result(
        Map.of(
            "directory",
            directory.toString(),
            "family",
            family.label(),
            "dimensions",
            family.dimensions()),
        directory + " holds a model with the tensors of " + family.label() + ", "
            + family.dimensions() + " dimensions; ./heimdex model check " + directory
            + " tells more");
    return ExitCode.OK;
  }
}
