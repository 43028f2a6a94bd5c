package io.heimdex.local.cli;

import io.heimdex.local.sheet.SheetMaker;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.SceneScan;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoWarning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

/** {@code ./heimdex sheet VIDEO}: a picture of a video's scenes. */
@Command(
    name = "sheet",
    description = {
      "Write a contact sheet of a video: the keyframes of its scenes as JPEG, without any service.",
      "Under each picture stand its scene's number and its time. The bar at the left of a scene's first one tells how it begins:"
          + " red with a cut, blue with a dissolve, fade or wipe, grey because the scene before was too long."
    },
    mixinStandardHelpOptions = true)
final class SheetCommand implements Callable<Integer> {
  private static final int QUALITY = 85;
  private static final int MOST_COLUMNS = 100;

  @Parameters(paramLabel = "VIDEO", description = "A video file.")
  private Path video = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The JPEG file to write (default: the video's name and -sheet.jpg, here).")
  private @Nullable Path file;

  @Option(
      names = "--columns",
      defaultValue = "6",
      description = "Pictures in a row, 1 to " + MOST_COLUMNS + " (default: ${DEFAULT-VALUE}).")
  private int columns;

  @Mixin
  private DetectorChoice detector = new DetectorChoice();

  @Mixin
  private Output output = new Output();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** The document of {@code --json}. */
  private record SheetDocument(
      String file,
      String output,
      int width,
      int height,
      int pictures,
      int scenes,
      long frames,
      double durationS,
      List<VideoWarning> warnings) {

    static SheetDocument of(Path video, Path file, SheetMaker.Sheet sheet) {
      return new SheetDocument(
          video.toString(),
          file.toString(),
          sheet.image().width(),
          sheet.image().height(),
          sheet.pictures(),
          sheet.video().scenes().size(),
          sheet.video().frames(),
          Math.round(sheet.video().durationMicros() / 1e3) / 1e3,
          sheet.video().warnings());
    }

    String text() {
      StringBuilder text = new StringBuilder(String.format(
          Locale.ROOT,
          "%s: %d pictures of %d scenes, %dx%d",
          output,
          pictures,
          scenes,
          width,
          height));
      for (VideoWarning warning : warnings) {
        text.append(
            String.format(Locale.ROOT, "%n  warning %s: %s", warning.code(), warning.detail()));
      }
      return text.toString();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (columns < 1 || columns > MOST_COLUMNS) {
      throw usage("--columns is " + columns + "; expected 1 to " + MOST_COLUMNS);
    }
    Path to = file == null ? Path.of(video.getFileName() + "-sheet.jpg") : file;
    if (!to.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g")) {
      throw usage("--output is " + to + "; expected a name that ends in .jpg");
    }
    if (!Files.isReadable(video)) {
      throw new IOException("There is no readable file " + video);
    }
    SheetMaker.Sheet sheet = make();
    Files.write(to, ImageCodec.encodeJpeg(sheet.image(), QUALITY));
    SheetDocument document = SheetDocument.of(video, to, sheet);
    output.result(document, document.text());
    return ExitCode.OK;
  }

  private SheetMaker.Sheet make() throws IOException, InterruptedException {
    try (DetectorSettings settings = detector.settings();
        Progress progress = Progress.of(video.getFileName().toString(), "s")) {
      VideoInfo info = MediaProbe.probe(video.toString());
      progress.maxHint(
          Math.max(0, Duration.ofNanos(info.durationMicros() * 1000).toSeconds()));
      FfmpegFrameScanner scanner =
          new FfmpegFrameScanner(ScanSettings.DEFAULT.with(settings.features()));
      SceneScan scan = new SceneScan(scanner, settings, SceneLimits.DEFAULT);
      return new SheetMaker(scan, columns)
          .make(
              video.toString(),
              info,
              (frames, durationMicros) -> progress.stepTo(durationMicros / 1_000_000));
    } catch (MediaException e) {
      throw new IOException(video + ": " + e.code() + ": " + e.getMessage(), e);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
