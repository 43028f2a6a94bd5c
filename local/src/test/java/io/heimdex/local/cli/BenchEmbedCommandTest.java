package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.operators.model.SampleModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BenchEmbedCommandTest {
  @RegisterExtension
  private final CommandRun bench = new CommandRun("bench");

  @TempDir
  private Path folder;

  @Test
  void comparesTheOperatorInAJobWithTheRuntimeAlone() throws Exception {
    // Given a model of images and texts
    Path model = folder.resolve("clip");
    SampleModel.CLIP.write(model);

    // When
    int status = bench.execute(
        "embed", "--json", "--model", model.toString(), "--seconds", "0.2", "--windows", "1");

    // Then
    assertThat(bench.errors()).isEmpty();
    assertThat(status).isZero();
    JsonNode report = bench.json();
    assertThat(report.get("model").asText()).startsWith("clip@");
    assertThat(report.get("raw_per_s").asDouble()).isPositive();
    assertThat(report.get("operator_per_s").asDouble()).isPositive();
    assertThat(report.get("loop_per_s").asDouble()).isPositive();
    assertThat(report.get("ratio").asDouble()).isPositive();
    assertThat(report.get("slots").asInt()).isEqualTo(2);
  }

  @Test
  void followsTheMemoryOverManyPictures() throws Exception {
    int status = bench.execute("embed", "--json", "--model", "builtin", "--pictures", "200");

    assertThat(bench.errors()).isEmpty();
    assertThat(status).isZero();
    JsonNode steps = bench.json().get("steps");
    assertThat(steps.get(0).get("pictures").asLong()).isZero();
    assertThat(steps.get(steps.size() - 1).get("pictures").asLong()).isGreaterThanOrEqualTo(200);
    assertThat(steps.findValues("resident_mb"))
        .allSatisfy(megabytes -> assertThat(megabytes.asLong()).isPositive());
  }

  @Test
  void refusesNumbersThatMeanNothing() {
    assertThat(bench.execute("embed", "--windows", "0")).isEqualTo(2);
    assertThat(bench.execute("embed", "--seconds", "0")).isEqualTo(2);
    assertThat(bench.execute("embed", "--batch-size", "0")).isEqualTo(2);
    assertThat(bench.errors())
        .contains("--windows is 0; expected at least 1")
        .contains("--seconds is 0.0; expected more than 0, and 3600 at most")
        .contains("--batch-size is 0; expected at least 1");
  }
}
