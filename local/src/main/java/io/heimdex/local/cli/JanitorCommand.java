package io.heimdex.local.cli;

import io.heimdex.local.stack.StackAddresses;
import io.heimdex.operators.janitor.Janitor;
import io.heimdex.operators.janitor.JanitorReport;
import io.heimdex.operators.janitor.JanitorReport.Tally;
import io.heimdex.operators.janitor.JanitorSettings;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code ./heimdex janitor}: one sweep over the stack of the home. */
@Command(
    name = "janitor",
    description = {
      "Remove what crashes and failures left behind in the stack that is up: staged batches, thumbnails and sidecars, notes"
          + " and unfinished multipart uploads that no live generation needs and no restorable checkpoint can publish.",
      "The job does the same by itself (heimdex.janitor.interval). What the database can't decide on stays, unless an"
          + " age is given. Safe to interrupt, and to run beside the job."
    },
    mixinStandardHelpOptions = true)
final class JanitorCommand implements Callable<Integer> {
  private static final String DURATION = "DURATION";

  @Option(names = "--dry-run", description = "Look and count; remove nothing.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = DURATION,
      converter = DurationConverter.class,
      description =
          "Also remove staged batches of that age (36h, 7d) of which the database can't tell whether a restored job would publish"
              + " them. Only if no checkpoint of that age will be restored.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--unknown-older-than",
      paramLabel = DURATION,
      converter = DurationConverter.class,
      description = "Also remove objects of that age of videos that the database doesn't know.")
  private @Nullable Duration unknownOlderThan;

  @Option(
      names = "--multipart-older-than",
      paramLabel = DURATION,
      converter = DurationConverter.class,
      defaultValue = "24h",
      description =
          "Age at which unfinished multipart uploads in the derived bucket are aborted; ${DEFAULT-VALUE} by default.")
  private Duration multipartOlderThan = Duration.ofDays(1);

  @Option(
      names = "--uploads-older-than",
      paramLabel = DURATION,
      converter = DurationConverter.class,
      description =
          "Also abort users' unfinished multipart uploads of that age in the bucket of uploads.")
  private @Nullable Duration uploadsOlderThan;

  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      description = "Most requests to S3; ${DEFAULT-VALUE} by default.")
  private int requestsPerSecond = 100;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    StackAddresses stack = StackClients.running();
    JanitorReport report = sweep(stack);
    output.result(report, text(report));
    return ExitCode.OK;
  }

  private JanitorReport sweep(StackAddresses stack) throws IOException, InterruptedException {
    JanitorSettings settings = new JanitorSettings(
        dryRun,
        multipartOlderThan,
        olderThan,
        unknownOlderThan,
        uploadsOlderThan,
        List.of(stack.uploadsBucket()),
        requestsPerSecond);
    try (Janitor janitor = new Janitor(
            stack.database(), new S3ObjectStoreFactory(stack.s3()), stack.derivedBucket());
        Progress progress = Progress.of("Looking", " things")) {
      return janitor.sweep(settings, progress::stepTo);
    }
  }

  private static String text(JanitorReport report) {
    return String.join(
        System.lineSeparator(),
        line("staged batches", report.batches(), report.dryRun()),
        line("staged rows", report.stagedRows(), report.dryRun()),
        line("notes", report.notes(), report.dryRun()),
        line("claims", report.claims(), report.dryRun()),
        line("attempts", report.attempts(), report.dryRun()),
        line("prefixes", report.prefixes(), report.dryRun()),
        line("objects", report.objects(), report.dryRun()),
        line("unknown prefixes", report.unknownPrefixes(), report.dryRun()),
        line("unknown objects", report.unknownObjects(), report.dryRun()),
        String.format("%-18s %d left alone", "foreign objects", report.foreignObjects()),
        line("multipart uploads", report.multipartUploads(), report.dryRun()));
  }

  private static String line(String what, Tally tally, boolean dryRun) {
    return String.format(
        "%-18s %d found, %d %s, %d kept",
        what,
        tally.found(),
        tally.removable(),
        dryRun ? "would be removed" : "removed",
        tally.kept());
  }

  /** As the job's options write durations: {@code 30min}, {@code 36h}, {@code 7d}. */
  private static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return TimeUtils.parseDuration(text);
      } catch (RuntimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is no duration; expected a number and a unit: 30min, 36h, 7d");
      }
    }
  }
}
