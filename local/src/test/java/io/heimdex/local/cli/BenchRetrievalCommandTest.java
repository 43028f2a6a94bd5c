package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BenchRetrievalCommandTest {
  @RegisterExtension
  private final CommandRun bench = new CommandRun("bench");

  @TempDir
  private Path folder;

  @Test
  void findsThePicturesOfAShotAmongThoseOfOthers() throws Exception {
    // Given three scenes of three keyframes each
    Path video = folder.resolve("video.mp4");
    SyntheticVideo.builder()
        .size(320, 180)
        .shot(100, 1)
        .shot(100, 2)
        .shot(100, 3)
        .build()
        .write(video);

    // When
    int status = bench.execute("retrieval", "--json", video.toString());

    // Then
    JsonNode report = bench.json();
    assertThat(status).isZero();
    assertThat(report.get("model").asText()).startsWith("heimdex-descriptor@");
    assertThat(report.get("scenes").asInt()).isEqualTo(3);
    assertThat(report.get("pictures").asInt()).isEqualTo(9);
    assertThat(report.get("queries").asInt()).isEqualTo(9);
    assertThat(report.get("chance").asDouble()).isEqualTo(0.25);
    assertThat(report.get("hit_rate").asDouble()).isGreaterThan(0.5);
    assertThat(report.get("histogram_hit_rate").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void saysThatThereIsNothingToFind() throws Exception {
    // Given a scene of one keyframe
    Path video = folder.resolve("short.mp4");
    SyntheticVideo.builder().size(320, 180).shot(20, 1).build().write(video);

    assertThat(bench.execute("retrieval", video.toString())).isEqualTo(1);
    assertThat(bench.execute("retrieval", folder + "/none.mp4")).isEqualTo(2);
    assertThat(bench.errors()).contains("has two keyframes").contains("no readable file");
  }
}
