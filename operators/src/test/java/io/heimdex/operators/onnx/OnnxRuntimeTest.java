package io.heimdex.operators.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.embed.ImageEmbedder;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTest {
  @TempDir
  private Path folder;

  /** Flink's class paths make command lines of this length; ONNX Runtime's telemetry crashed on them. */
  @Test
  void theModelOpensInAProcessWithALongCommandLineAndGathersNoTelemetry() throws Exception {
    // Given
    String longArgument = "x".repeat(60_000);
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            OpenBuiltin.class.getName(),
            longArgument))
        .redirectErrorStream(true)
        .start();

    // When
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed).contains("1152 dimensions");
    assertThat(
            folder.toFile().listFiles((File parent, String name) -> name.startsWith("mat-debug")))
        .isEmpty();
  }

  /** The process that the test starts. */
  static final class OpenBuiltin {
    public static void main(String[] args) {
      try (ImageEmbedder embedder = new OnnxImageEmbedderFactory("builtin", 1, 1).open()) {
        System.out.println(embedder.dimensions() + " dimensions");
      }
    }
  }
}
