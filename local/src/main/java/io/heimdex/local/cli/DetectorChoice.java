package io.heimdex.local.cli;

import io.heimdex.operators.shot.DetectorKind;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.shot.TransnetModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which detector decides, and how. A picocli mixin. */
final class DetectorChoice {
  @Option(
      names = "--detector",
      description =
          "What decides where shots change: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DetectorKind detector = DetectorSettings.DEFAULT.kind();

  @Option(
      names = "--transnetv2-model",
      paramLabel = "FILE",
      description = "For the detector transnetv2, which needs it: its ONNX file.")
  private @Nullable String transnetModel;

  @Option(
      names = "--threshold",
      defaultValue = "27",
      description =
          "For the detector content: mean change of hue, saturation and value from which a cut is seen, 0 to 255 (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** The caller closes them. */
  DetectorSettings settings() {
    if ((detector == DetectorKind.TRANSNETV2) != (transnetModel != null)) {
      throw new ParameterException(
          spec.commandLine(),
          detector == DetectorKind.TRANSNETV2
              ? "The detector transnetv2 has no model; expected --transnetv2-model"
              : "--transnetv2-model is only for --detector transnetv2");
    }
    return new DetectorSettings(
        detector, threshold, transnetModel == null ? null : new TransnetModel(transnetModel));
  }
}
