package io.heimdex.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.ScanTier;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.shot.DetectorKind;
import io.heimdex.operators.shot.DetectorSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostBenchTest {
  @TempDir
  static Path folder;

  private static Path video;

  @BeforeAll
  static void makeVideo() throws Exception {
    video = folder.resolve("video.mp4");
    SyntheticVideo.builder().size(160, 120).shot(40, 1).shot(40, 2).write(video);
  }

  @ParameterizedTest
  @EnumSource(
      value = DetectorKind.class,
      names = {"CONTENT", "ADAPTIVE"})
  void measuresSceneDetectionAgainstDecodingAlone(DetectorKind kind) throws Exception {
    List<Integer> rounds = new ArrayList<>();

    CostReport report = new SceneBench(new DetectorSettings(kind, 27), ScanTier.FULL, 2, 0)
        .measure(video, rounds::add);

    assertThat(rounds).containsExactly(0, 1, 2);
    assertThat(report.bench()).isEqualTo("scenes");
    assertThat(report.file()).isEqualTo(video.toString());
    assertThat(report.tier()).isEqualTo("full");
    assertThat(report.detector()).isEqualToIgnoringCase(kind.name());
    assertThat(report.frames()).isEqualTo(80);
    assertThat(report.videoS()).isEqualTo(3.2);
    assertThat(report.runs()).isEqualTo(2);
    assertThat(report.decodeCpuS()).isPositive();
    assertThat(report.cpuS()).isPositive();
    assertThat(report.withKeyframesCpuS()).isPositive();
  }

  @Test
  void measuresDecodingAgainstTheProgramOfTheSameBuild() throws Exception {
    CostReport report = new DecodeBench(1).measure(video, round -> {});

    assertThat(report.bench()).isEqualTo("decode");
    assertThat(report.frames()).isEqualTo(80);
    assertThat(report.cpuS()).isPositive();
    assertThat(report.decodeWallS()).isPositive();
    assertThat(report.withKeyframesRatio()).isNull();
  }

  @Test
  void aRatioIsThatOfTheMedians() {
    Costs decoding = costs(2, 9, 1);
    Costs scenes = costs(2.2, 2.1, 40);
    Costs withKeyframes = costs(3, 2.4);

    CostReport report = CostReport.of(
        "scenes",
        new CostReport.Subject("a.mp4", "full", "content", 20.5, 500),
        3,
        decoding,
        scenes,
        withKeyframes);

    assertThat(report.decodeCpuS()).isEqualTo(2);
    assertThat(report.cpuS()).isEqualTo(2.2);
    assertThat(report.ratio()).isEqualTo(1.1);
    assertThat(report.withKeyframesRatio()).isEqualTo(1.35);
    assertThat(report.wallRatio()).isEqualTo(1.1);
    assertThat(report.text()).startsWith("  1.100, with keyframes 1.350").endsWith("a.mp4");
  }

  @Test
  void aSummaryTellsTheMedianAndTheGreatestRatioAndThoseOfLongVideos() {
    List<CostReport> reports = List.of(
        report("a", 1.5, 8), report("b", 1.02, 21), report("c", 1.04, 300), report("d", 1.01, 20));

    CostSummary summary = CostSummary.of(reports);

    assertThat(summary.files()).isEqualTo(4);
    assertThat(summary.medianRatio()).isEqualTo(1.03);
    assertThat(summary.maxRatio()).isEqualTo(1.5);
    assertThat(summary.maxFile()).isEqualTo("a");
    assertThat(summary.longFiles()).isEqualTo(2);
    assertThat(summary.longMedianRatio()).isEqualTo(1.03);
    assertThat(summary.longMaxRatio()).isEqualTo(1.04);
    assertThat(CostSummary.of(reports.subList(0, 1)).longMedianRatio()).isNull();
    assertThatThrownBy(() -> CostSummary.of(List.of())).hasMessageContaining("No video");
  }

  @Test
  void readsCpuTimesBehindANameWithSpacesAndParentheses() {
    String stat = "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 100 20 3 4 0";

    assertThat(ProcessCpu.ticks(stat, 11, 12)).isEqualTo(120);
    assertThat(ProcessCpu.ticks(stat, 13, 14)).isEqualTo(7);
  }

  @Test
  void countsTheTimeOfAProcessAndOfWhatItStarted() throws Exception {
    double before = ProcessCpu.secondsOfTrees(List.of(ProcessHandle.current().pid()));
    // Half a second of work in a child that ends.
    Process child =
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done").start();
    assertThat(child.waitFor()).isZero();

    assertThat(ProcessCpu.secondsOfTrees(List.of(ProcessHandle.current().pid())))
        .isGreaterThan(before + 0.05);
    assertThat(ProcessCpu.secondsOfEndedChildren()).isGreaterThan(0.05);
  }

  private static CostReport report(String file, double ratio, double seconds) {
    return CostReport.of(
        "scenes",
        new CostReport.Subject(file, "full", "content", seconds, 10),
        1,
        costs(1),
        costs(ratio),
        null);
  }

  private static Costs costs(double... seconds) {
    Costs costs = new Costs();
    for (double value : seconds) {
      costs.add(new Costs.Cost(value, value));
    }
    return costs;
  }
}
