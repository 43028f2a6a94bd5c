package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneIndexConfigTest {
  @ParameterizedTest
  @CsvSource({"process, 7", "none, 2"})
  void anAttemptThatGotLostCountsLikeACrashWhereACrashCanNotBeSeen(String isolation, int maxLost) {
    // Given
    Configuration options = Configuration.fromMap(Map.of(
        "heimdex.kafka.bootstrap-servers", "kafka:9092",
        "heimdex.database.url", "jdbc:postgresql://database/heimdex",
        "heimdex.database.password", "secret",
        "heimdex.detect.max-attempts", "2",
        "heimdex.detect.max-lost-attempts", "7",
        "heimdex.decoder.isolation", isolation));

    // When
    SceneIndexConfig config = SceneIndexConfig.of(options);

    // Then
    assertThat(config.attempts().maxFaults()).isEqualTo(2);
    assertThat(config.attempts().maxLost()).isEqualTo(maxLost);
  }
}
