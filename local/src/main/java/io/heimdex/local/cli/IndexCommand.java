package io.heimdex.local.cli;

import io.heimdex.local.index.IndexListener;
import io.heimdex.local.index.VideoReport;
import io.heimdex.local.index.VideoTexts;
import io.heimdex.schema.VideoWarning;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex index VIDEO…}: uploads files, notifies the job, and follows them until they are indexed or have failed. */
@Command(
    name = "index",
    description = {
      "Index videos: upload them to S3, notify the job through Kafka, and follow them until each is indexed or has failed.",
      "Starts the stack for the time of the command if it isn't up. The same content is the same video: indexing it again changes nothing."
    },
    mixinStandardHelpOptions = true)
final class IndexCommand implements Callable<Integer> {
  @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Video files.")
  private List<Path> videos = List.of();

  @Option(names = "--title", description = "Title of the videos, for video_metadata.")
  private @Nullable String title;

  @Option(names = "--description", description = "Description of the videos.")
  private @Nullable String description;

  @Mixin
  private StackFlags flags = new StackFlags();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    try (StackSession session = StackSession.open(flags.options())) {
      return index(session, videos, new VideoTexts(title, description), output)
          ? ExitCode.OK
          : ExitCode.SOFTWARE;
    }
  }

  /** Indexes files and prints a result each. @return whether all are indexed */
  static boolean index(StackSession session, List<Path> videos, VideoTexts texts, Output output)
      throws Exception {
    try (Progress progress = Progress.of("Indexing", " videos")) {
      progress.maxHint(videos.size());
      return session.index(videos, texts, new Printer(progress, output));
    }
  }

  /** Prints results as they come. */
  private record Printer(Progress progress, Output output) implements IndexListener {
    @Override
    public void sent(Path file, long bytes) {
      progress.say(file.getFileName() + ": sent");
    }

    @Override
    public void done(VideoReport report) {
      progress.step();
      output.result(report, text(report));
    }
  }

  private static String text(VideoReport report) {
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "%s: %s in %.1f s, %d scenes (video %s)",
        report.file(),
        report.state(),
        report.seconds(),
        report.scenes().size(),
        report.videoId()));
    if (report.errorCode() != null) {
      text.append(String.format(Locale.ROOT, "%n  %s: %s", report.errorCode(), report.error()));
    }
    for (VideoWarning warning : report.warnings()) {
      text.append(
          String.format(Locale.ROOT, "%n  warning %s: %s", warning.code(), warning.detail()));
    }
    for (VideoReport.Scene scene : report.scenes()) {
      text.append(String.format(
          Locale.ROOT,
          "%n%5d  %10.3f – %10.3f s   %s",
          scene.sceneIndex(),
          scene.startS(),
          scene.endS(),
          scene.thumbnailKey()));
    }
    return text.toString();
  }
}
