package io.heimdex.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxDevice.Kind;
import io.heimdex.operators.onnx.OnnxDevices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFallbackTest {
  @TempDir
  private Path folder;

  /** With the library of the default build, which has no GPU provider, whatever the machine has. */
  @Test
  void aProcessSaysOnceWhyModelsRunOnTheCpu() throws Exception {
    // Given
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dheimdex.log.dir=" + folder,
            // Before those that libraries bring for their own tests.
            "-Dlog4j2.configurationFile=log4j2.xml",
            "-cp",
            System.getProperty("java.class.path"),
            FindTwice.class.getName()))
        .redirectErrorStream(true)
        .start();

    // When
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(printed).isEqualTo("cpu cpu");
    assertThat(Files.readString(folder.resolve("heimdex.log")))
        .containsOnlyOnce("Models run on the CPU, for cuda:0 can't be used: ")
        .contains("Failed to find CUDA shared provider");
  }

  /** The process that the test starts. */
  static final class FindTwice {
    public static void main(String[] args) {
      OnnxDevice auto = new OnnxDevice(Kind.AUTO, 0);
      System.out.print(OnnxDevices.usable(auto) + " " + OnnxDevices.usable(auto));
    }
  }
}
