package io.heimdex.local.cli;

import io.heimdex.local.index.FailedRow;
import io.heimdex.local.index.VideoRetrier;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackHome;
import io.heimdex.local.stack.StackOptions;
import io.heimdex.schema.FailureCode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex retry VIDEO…|--code CODE|--all}: sends videos that have failed again. */
@Command(
    name = "retry",
    description = {
      "Send videos that have failed again, once the reason is mended. The stack has to be up.",
      "Prints a line for each; 'heimdex status' tells what becomes of them."
    },
    mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Selection selection = new Selection();

  @Option(names = "--dry-run", description = "Only show what would be sent.")
  private boolean dryRun;

  @Mixin
  private Output output = new Output();

  /** Which videos; exactly one of them is given. */
  private static final class Selection {
    @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Ids of videos.")
    private List<UUID> videos = List.of();

    @Option(
        names = "--code",
        paramLabel = "CODE",
        split = ",",
        description =
            "All that failed for this reason, or for one of several, separated by commas.")
    private List<FailureCode> codes = List.of();

    @Option(names = "--all", description = "All that failed.")
    private boolean all;

    List<FailedRow> of(VideoRetrier retrier) throws SQLException {
      if (!videos.isEmpty()) {
        Set<UUID> ids = new LinkedHashSet<>(videos);
        return retrier.failed(ids);
      }
      return retrier.failed(all ? Arrays.asList(FailureCode.values()) : codes);
    }
  }

  /** A video that was sent, or would be. */
  private record Retried(String videoId, String errorCode, String error, boolean sent) {}

  @Override
  public Integer call() throws Exception {
    try (VideoRetrier retrier = new VideoRetrier(stack())) {
      List<FailedRow> rows = selection.of(retrier);
      if (!dryRun) {
        retrier.send(rows);
      }
      rows.forEach(this::print);
      System.err.println(
          rows.size() + (dryRun ? " videos would be sent again" : " videos sent again"));
      return ExitCode.OK;
    }
  }

  private void print(FailedRow row) {
    String error = row.error() == null ? "" : row.error();
    output.result(
        new Retried(row.videoId(), row.errorCode(), error, !dryRun),
        row.videoId() + "  " + row.errorCode() + ": " + error);
  }

  private static StackAddresses stack() throws IOException {
    StackHome home = new StackHome(StackOptions.defaultHome());
    return home.addresses()
        .orElseThrow(
            () -> new IllegalStateException("The stack is not up; start it by 'heimdex up'"));
  }
}
