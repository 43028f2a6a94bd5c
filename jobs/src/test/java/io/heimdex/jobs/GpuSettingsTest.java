package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuSettingsTest {
  private static final Path SETTINGS = Path.of("..", "flink-conf");

  @Test
  void flinkReadsTheSettingsForGpusBehindTheOthers(@TempDir Path folder) throws Exception {
    // Given
    Files.writeString(
        folder.resolve("config.yaml"),
        Files.readString(SETTINGS.resolve("config.yaml"))
            + Files.readString(SETTINGS.resolve("gpu").resolve("config.yaml")));

    // When
    Configuration settings = GlobalConfiguration.loadConfiguration(folder.toString());

    // Then
    assertThat(settings.get(ExternalResourceOptions.EXTERNAL_RESOURCE_LIST)).containsExactly("gpu");
    assertThat(settings.getString("external-resource.gpu.amount", "")).isEqualTo("1");
    assertThat(settings.get(CoreOptions.FLINK_DEFAULT_TM_JVM_OPTIONS))
        .startsWith("-Donnxruntime.native.path=");
    assertThat(settings.get(CoreOptions.FLINK_TM_JVM_OPTIONS)).contains("UseG1GC");
    assertThat(settings.get(TaskManagerOptions.NUM_TASK_SLOTS)).isEqualTo(2);
  }
}
