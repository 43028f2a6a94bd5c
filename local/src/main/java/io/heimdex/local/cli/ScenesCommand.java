package io.heimdex.local.cli;

import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.SceneScan;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./heimdex scenes VIDEO…}, also called {@code shots}: scene detection alone, by the code that the job runs. */
@Command(
    name = "scenes",
    aliases = "shots",
    description = "Find the transitions and scenes of videos, without any service.",
    mixinStandardHelpOptions = true)
final class ScenesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Video files.")
  private List<Path> videos = List.of();

  @Option(
      names = "--tier",
      defaultValue = "full",
      description =
          "How much is decoded: full, or fast (only where a transition can be) (default: ${DEFAULT-VALUE}).")
  private ScanTier tier = ScanTier.FULL;

  @Option(
      names = "--min-scene",
      defaultValue = "0.6",
      description =
          "Shorter scenes are merged with the one before, in seconds (default: ${DEFAULT-VALUE}).")
  private double minSceneSeconds;

  @Option(
      names = "--max-scene",
      defaultValue = "45",
      description =
          "Longer scenes are split where the picture is calmest, in seconds; 0: never (default: ${DEFAULT-VALUE}).")
  private double maxSceneSeconds;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "Write the boundaries of the shots, by the videos' file names, as one JSON document: {\"NAME\": [FRAME, [LAST, FIRST], …], …}. A cut is the first frame of the new shot, any other transition the last frame of the old one and the first of the new.")
  private @Nullable Path predictions;

  @Mixin
  private DetectorChoice detector = new DetectorChoice();

  @Mixin
  private Output output = new Output();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (predictions != null) {
      requireDistinctNames();
    }
    boolean allFound;
    Map<String, List<Object>> found = new LinkedHashMap<>();
    try (DetectorSettings settings = detector.settings()) {
      allFound = scan(settings, found);
    }
    if (predictions != null) {
      Files.writeString(predictions, Output.toJson(found) + System.lineSeparator());
    }
    return allFound ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean scan(DetectorSettings settings, Map<String, List<Object>> found)
      throws IOException, InterruptedException {
    SceneLimits limits = new SceneLimits(micros(minSceneSeconds), micros(maxSceneSeconds));
    FfmpegFrameScanner scanner =
        new FfmpegFrameScanner(ScanSettings.DEFAULT.with(settings.features()).with(tier));
    SceneScan scan = new SceneScan(scanner, settings, limits);
    boolean allFound = true;
    for (Path video : videos) {
      ScenesDocument document = scan(scan, video);
      output.result(document, document.text());
      if (document.errorCode() == null) {
        found.put(video.getFileName().toString(), document.boundaries());
      } else {
        allFound = false;
      }
    }
    return allFound;
  }

  private void requireDistinctNames() {
    Set<String> names = new HashSet<>();
    for (Path video : videos) {
      if (!names.add(video.getFileName().toString())) {
        throw new ParameterException(
            spec.commandLine(),
            "Two videos are called " + video.getFileName()
                + "; --predictions expects a name to stand for one");
      }
    }
  }

  private static ScenesDocument scan(SceneScan scan, Path video)
      throws IOException, InterruptedException {
    try (Progress progress = Progress.of(video.getFileName().toString(), "s")) {
      if (!Files.isReadable(video)) {
        throw new MediaException(
            FailureCode.OBJECT_NOT_FOUND, "There is no readable file " + video);
      }
      VideoInfo info = MediaProbe.probe(video.toString());
      progress.maxHint(
          Math.max(0, Duration.ofNanos(info.durationMicros() * 1000).toSeconds()));
      return ScenesDocument.of(
          video,
          scan.scan(
              video.toString(),
              info,
              (frames, durationMicros) -> progress.stepTo(durationMicros / 1_000_000)));
    } catch (MediaException e) {
      return ScenesDocument.failed(video, e);
    }
  }

  private static long micros(double seconds) {
    return Math.round(seconds * 1e6);
  }
}
