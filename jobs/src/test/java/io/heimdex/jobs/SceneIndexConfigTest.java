package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  private static Configuration options(Map<String, String> set) {
    Map<String, String> all = new HashMap<>(set);
    all.put("heimdex.kafka.bootstrap-servers", "kafka:9092");
    all.put("heimdex.database.url", "jdbc:postgresql://database/heimdex");
    all.put("heimdex.database.password", "secret");
    return Configuration.fromMap(all);
  }
}
