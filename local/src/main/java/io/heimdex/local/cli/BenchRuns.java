package io.heimdex.local.cli;

import io.heimdex.local.bench.CostReport;
import io.heimdex.local.bench.CostSummary;
import io.heimdex.local.bench.SceneBench;
import io.heimdex.local.index.SampleVideos;
import io.heimdex.local.postgres.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which videos a bench measures and how often, and how it tells the result. A picocli mixin. */
final class BenchRuns {
  @Parameters(
      paramLabel = "VIDEO",
      arity = "0..*",
      description = "Video files; by default the sample video that ./heimdex sample writes.")
  private List<Path> videos = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "Runs of each kind, by turns, after some to warm up; ${DEFAULT-VALUE} by default.")
  private int runs = 5;

  @Mixin
  private Output output = new Output();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Measures videos. */
  @FunctionalInterface
  interface OfVideos {
    CostReport measure(List<Path> videos, SceneBench.Listener listener) throws Exception;
  }

  /** Measures one video. */
  @FunctionalInterface
  interface OfVideo {
    CostReport measure(Path video, SceneBench.Listener listener) throws Exception;
  }

  int runs() {
    if (runs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--runs is " + runs + "; expected at least 1");
    }
    return runs;
  }

  /** Measures one video after another, and prints each result and a summary. */
  void eachVideo(OfVideo bench) throws Exception {
    withVideos(given -> {
      List<CostReport> reports = new ArrayList<>();
      for (Path video : given) {
        String name = Objects.requireNonNullElse(video.getFileName(), video).toString();
        reports.add(print(name, listener -> bench.measure(video, listener)));
      }
      CostSummary summary = CostSummary.of(reports);
      output.result(summary, summary.text());
    });
  }

  /** Measures all videos together, and prints the result. */
  void allVideos(OfVideos bench) throws Exception {
    withVideos(
        given -> print(given.size() + " videos", listener -> bench.measure(given, listener)));
  }

  private interface Use {
    void of(List<Path> videos) throws Exception;
  }

  private interface Measurement {
    CostReport run(SceneBench.Listener listener) throws Exception;
  }

  private void withVideos(Use use) throws Exception {
    runs();
    if (!videos.isEmpty()) {
      requireReadable();
      use.of(videos);
      return;
    }
    Path folder = Files.createTempDirectory("heimdex-bench-");
    try {
      Path sample = folder.resolve("sample.mp4");
      SampleVideos.writeSample(sample);
      use.of(List.of(sample));
    } finally {
      Folders.delete(folder);
    }
  }

  private void requireReadable() {
    for (Path video : videos) {
      if (!Files.isRegularFile(video) || !Files.isReadable(video)) {
        throw new ParameterException(spec.commandLine(), "There is no readable file " + video);
      }
    }
  }

  private CostReport print(String task, Measurement measurement) throws Exception {
    CostReport report;
    try (Progress progress = Progress.of(task, " runs")) {
      progress.maxHint(runs);
      report = measurement.run(progress::stepTo);
    }
    output.result(report, report.text());
    return report;
  }
}
