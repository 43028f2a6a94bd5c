package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.embed.Worker;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxDevice.Kind;
import io.heimdex.operators.shot.DetectorSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneIndexConfigTest {
  @ParameterizedTest
  @CsvSource({"process, 7", "none, 2"})
  void anAttemptThatGotLostCountsLikeACrashWhereACrashCanNotBeSeen(String isolation, int maxLost) {
    // Given
    Configuration options = options(Map.of(
        "heimdex.detect.max-attempts", "2",
        "heimdex.detect.max-lost-attempts", "7",
        "heimdex.decoder.isolation", isolation));

    // When
    SceneIndexConfig config = SceneIndexConfig.of(options);

    // Then
    assertThat(config.attempts().maxFaults()).isEqualTo(2);
    assertThat(config.attempts().maxLost()).isEqualTo(maxLost);
  }

  @Test
  void aDetectorWithAModelNeedsIt() {
    assertThatThrownBy(
            () -> SceneIndexConfig.of(options(Map.of("heimdex.detect.detector", "transnetv2"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heimdex.detect.transnetv2.model is missing");
  }

  @Test
  void aModelIsNotLookedAtUnlessItsDetectorDecides() {
    SceneIndexConfig config =
        SceneIndexConfig.of(options(Map.of("heimdex.detect.transnetv2.model", "none.onnx")));

    assertThat(config.detect().identity())
        .contains(DetectorSettings.DEFAULT.kind().name());
  }

  @Test
  void modelsRunOnAGpuWhereThereIsOneAndOnTheCoresThatAreLeft() {
    assertThat(embed(Map.of()).device()).isEqualTo(new OnnxDevice(Kind.AUTO, 0));
    assertThat(embed(Map.of()).threads()).isEqualTo(Worker.SPARE_CORES);
    assertThat(embed(Map.of("heimdex.embed.device", "tensorrt", "heimdex.embed.device-index", "3"))
            .device())
        .isEqualTo(new OnnxDevice(Kind.TENSORRT, 3));
    assertThat(embed(Map.of("heimdex.embed.threads", "2")).images().threads()).isEqualTo(2);
  }

  @Test
  void aDeviceThatThereIsNoneOfIsNamed() {
    assertThatThrownBy(() -> embed(Map.of("heimdex.embed.device", "tpu")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tpu")
        .hasMessageContaining("heimdex.embed.device");
    assertThatThrownBy(() -> embed(Map.of("heimdex.embed.device-index", "-1")))
        .hasMessage("heimdex.embed.device-index is -1; expected at least 0");
    assertThatThrownBy(() -> embed(Map.of("heimdex.embed.threads", "0")))
        .hasMessage("heimdex.embed.threads is 0; expected at least 1");
  }

  private static SceneIndexConfig.EmbedSettings embed(Map<String, String> set) {
    return SceneIndexConfig.of(options(set)).embed();
  }

  private static Configuration options(Map<String, String> set) {
    Map<String, String> all = new HashMap<>(set);
    all.put("heimdex.kafka.bootstrap-servers", "kafka:9092");
    all.put("heimdex.database.url", "jdbc:postgresql://database/heimdex");
    all.put("heimdex.database.password", "secret");
    return Configuration.fromMap(all);
  }
}
