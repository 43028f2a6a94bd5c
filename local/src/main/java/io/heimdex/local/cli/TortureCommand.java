package io.heimdex.local.cli;

import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.torture.Torture;
import io.heimdex.local.torture.TortureOptions;
import io.heimdex.local.torture.TortureReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex torture}: thousands of broken videos through the whole job. */
@Command(
    name = "torture",
    description = {
      "Run broken and hostile videos through the whole job, and tell what became of them.",
      "The given videos are run as they are, and broken ones are made of them by a seed: flipped bits, truncations, parts that are"
          + " moved, doubled or foreign, hostile sizes, garbage. Without VIDEO, synthetic ones are made. The stack is a fresh one,"
          + " thrown away afterwards.",
      "The exit status is 0 only if the job never started anew and every video was indexed or failed with a code."
    },
    mixinStandardHelpOptions = true)
final class TortureCommand implements Callable<Integer> {
  private static final int FILES_A_LINE = 100;

  @Parameters(paramLabel = "VIDEO", arity = "0..*", description = "Video files.")
  private List<Path> videos = List.of();

  @Option(
      names = "--files",
      paramLabel = "N",
      description = "How many broken files are made; ${DEFAULT-VALUE} by default.")
  private int files = 2000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed and videos give the same files; ${DEFAULT-VALUE} by default.")
  private long seed = 1;

  @Option(
      names = "--only",
      paramLabel = "INDEX",
      split = ",",
      description =
          "Run the broken files with these indices and nothing else, as a finding names them.")
  private List<Integer> only = List.of();

  @Option(
      names = "--keep",
      paramLabel = "FOLDER",
      description = "Make the files in this folder, and leave them there.")
  private @Nullable Path keep;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Files that are sent and not final, at most; ${DEFAULT-VALUE} by default.")
  private int inFlight = 32;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description =
          "How long after its upload a file counts as stuck; ${DEFAULT-VALUE} by default.")
  private int patienceSeconds = 300;

  @Mixin
  private StackFlags flags = new StackFlags();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    try (TrialStack stack = TrialStack.start("torture", flags::optionsForTrial);
        VideoIndexer indexer = stack.indexer();
        Progress progress = Progress.of("Torture", " files")) {
      progress.maxHint(only.isEmpty() ? files + videos.size() : only.size());
      Torture torture =
          new Torture(options(stack.folder()), (done, line) -> tell(progress, done, line));
      TortureReport report = torture.run(indexer, stack.flink().client(), stack.job());
      if (!report.passed()) {
        stack.keep();
      }
      output.result(report, text(report));
      return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static void tell(Progress progress, int done, String line) {
    progress.stepTo(done);
    progress.say(line);
    if (!Progress.isWatched() && done % FILES_A_LINE == 0) {
      System.err.println(done + " files: " + line);
    }
  }

  private TortureOptions options(Path folder) {
    return new TortureOptions(
        videos,
        files,
        seed,
        only,
        inFlight,
        Duration.ofSeconds(patienceSeconds),
        keep == null ? folder : keep,
        keep != null);
  }

  private static String text(TortureReport report) {
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "files     %8d%nindexed   %8d%nfailed    %8d%n",
        report.files(),
        report.indexed(),
        report.failed()));
    report
        .byCode()
        .forEach(
            (code, count) -> text.append(String.format(Locale.ROOT, "  %-30s %8d%n", code, count)));
    text.append(String.format(
        Locale.ROOT,
        "restarts  %8d%nstuck     %8d%nseconds   %8.1f",
        report.restarts(),
        report.stuck(),
        report.seconds()));
    report.findings().forEach(finding -> text.append(System.lineSeparator()).append(finding));
    return text.toString();
  }
}
