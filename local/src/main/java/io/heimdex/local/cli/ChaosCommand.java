package io.heimdex.local.cli;

import io.heimdex.local.chaos.ChaosOptions;
import io.heimdex.local.chaos.ChaosReport;
import io.heimdex.local.chaos.ChaosRun;
import io.heimdex.local.chaos.FaultKind;
import io.heimdex.local.process.Termination;
import io.heimdex.local.stack.StackOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./heimdex chaos --videos N --kills K --seed S}: the job under faults, compared with an undisturbed run. */
@Command(
    name = "chaos",
    description = {
      "Index videos once undisturbed and once under faults, and compare every row and object.",
      "Runs on a stack of its own, each server a process of its own; ends with 0 only if nothing was lost, doubled, changed, seen"
          + " half, or stuck. docs/chaos.md tells more."
    },
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
  private static final int SEEDS = 1_000_000;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "VIDEO",
      arity = "0..*",
      description = "Video files; without any, some are made.")
  private List<Path> files = List.of();

  @Option(
      names = "--videos",
      paramLabel = "N",
      description = "How many videos are made; ${DEFAULT-VALUE} by default.")
  private int videos = 6;

  @Option(
      names = "--kills",
      paramLabel = "K",
      description = "How many faults happen; ${DEFAULT-VALUE} by default.")
  private int kills = 20;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What the faults are drawn from; drawn itself if it is not told.")
  private @Nullable Long seed;

  @Option(
      names = "--faults",
      paramLabel = "KIND",
      split = ",",
      converter = KindConverter.class,
      description =
          "Only these kinds, separated by commas: ${COMPLETION-CANDIDATES}. All by default.",
      completionCandidates = Kinds.class)
  private @Nullable Set<FaultKind> kinds;

  @Mixin
  private JobOptionFlags jobOptions = new JobOptionFlags();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    Termination.install().onSignal(Thread.currentThread()::interrupt);
    Path home = StackOptions.defaultHome();
    ChaosOptions options = options(home);
    ChaosReport report = new ChaosRun(options, System.err::println).run();
    report.findings().forEach(System.err::println);
    if (!report.isClean()) {
      System.err.println("Logs are kept in " + options.home() + " until the next run");
    }
    output.result(report, report.text());
    return report.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private ChaosOptions options(Path home) {
    try {
      return new ChaosOptions(
          home.resolve("chaos"),
          home.resolve("cache"),
          files,
          videos,
          kills,
          seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed,
          kinds == null ? EnumSet.allOf(FaultKind.class) : kinds,
          jobOptions.values());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** For the help. */
  private static final class Kinds implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Arrays.stream(FaultKind.values()).map(FaultKind::label).iterator();
    }
  }

  private static final class KindConverter
      implements picocli.CommandLine.ITypeConverter<FaultKind> {
    @Override
    public FaultKind convert(String label) {
      try {
        return FaultKind.of(label);
      } catch (IllegalArgumentException e) {
        throw new picocli.CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }
}
