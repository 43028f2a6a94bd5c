package io.heimdex.local.cli;

import io.heimdex.local.index.SampleVideos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex sample FILE}: writes the demo's sample video. */
@Command(
    name = "sample",
    description = "Write a sample video: several shots with known cuts and a soundtrack.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Where to write it; an .mp4.")
  private Path file = Path.of("sample.mp4");

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws IOException {
    var cuts = SampleVideos.writeSample(file);
    output.result(
        Map.of("file", file.toString(), "cut_frames", cuts), file + " has cuts at frames " + cuts);
    return ExitCode.OK;
  }
}
