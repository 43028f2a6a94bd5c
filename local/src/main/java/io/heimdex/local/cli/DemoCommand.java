package io.heimdex.local.cli;

import io.heimdex.local.index.SampleVideos;
import io.heimdex.local.index.VideoTexts;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex demo [VIDEO…]}: everything at once. */
@Command(
    name = "demo",
    description = {
      "Start the embedded stack, index videos, show what came out, and keep the dashboards open until Ctrl-C.",
      "Without VIDEO, a sample is made: several shots with known cuts and a soundtrack, and a rotated clip."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Parameters(paramLabel = "VIDEO", arity = "0..*", description = "Video files.")
  private List<Path> videos = List.of();

  @Option(names = "--exit", description = "End when done.")
  private boolean exit;

  @Mixin
  private StackFlags flags = new StackFlags();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    List<Path> chosen = videos.isEmpty()
        ? SampleVideos.write(StackOptions.defaultHome().resolve("samples"))
        : videos;
    try (StackSession session = StackSession.open(flags.options())) {
      boolean allIndexed = IndexCommand.index(session, chosen, VideoTexts.NONE, output);
      StackAddresses addresses = session.addresses();
      output.result(addresses, AddressTable.of(addresses));
      if (!exit) {
        session.stayUp();
      }
      return allIndexed ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
