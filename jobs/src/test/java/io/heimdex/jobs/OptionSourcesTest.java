package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionSourcesTest {
  @TempDir
  private Path folder;

  @Test
  void theCommandLineGoesOverTheFileAndTheFileOverTheEnvironment() throws IOException {
    // Given
    Path file = folder.resolve("heimdex.properties");
    Files.writeString(file, "heimdex.database.user=file\nheimdex.s3.region=file\n");
    Map<String, String> environment = Map.of(
        "HEIMDEX_DATABASE_USER",
        "env",
        "HEIMDEX_S3_REGION",
        "env",
        "HEIMDEX_DATABASE_PASSWORD",
        "env");
    String[] args = {"--config", file.toString(), "--heimdex.s3.region", "line"};

    // When
    Configuration options = OptionSources.read(args, environment);

    // Then
    assertThat(options.get(SceneIndexOptions.S3_REGION)).isEqualTo("line");
    assertThat(options.get(SceneIndexOptions.DATABASE_USER)).isEqualTo("file");
    assertThat(options.get(SceneIndexOptions.DATABASE_PASSWORD)).isEqualTo("env");
  }

  @Test
  void anUnknownOptionIsRefusedByItsName() {
    assertThatThrownBy(() -> OptionSources.read(new String[] {"--heimdex.s3.regoin=x"}, Map.of()))
        .hasMessageContaining("heimdex.s3.regoin")
        .hasMessageContaining("heimdex.s3.region");
  }

  @Test
  void anOptionWithoutItsValueIsRefused() {
    assertThatThrownBy(() -> OptionSources.read(new String[] {"--heimdex.s3.region"}, Map.of()))
        .hasMessageContaining("--heimdex.s3.region VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--heimdex.database.password=of-secrets",
        "--heimdex.database.password of-secrets",
        "--heimdex.s3.secret-key=of-secrets"
      })
  void aSecretOnTheCommandLineIsRefusedWithTheWaysToGiveIt(String argument) {
    assertThatThrownBy(() -> OptionSources.read(argument.split(" "), Map.of()))
        .hasMessageContaining("-file names")
        .hasMessageContaining("--config")
        .hasMessageContaining("HEIMDEX_")
        .hasMessageNotContaining("of-secrets");
  }

  @Test
  void aSecretIsReadFromAFileOfItsOwn() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("password"), "of-secrets\n");

    // When
    Configuration options = OptionSources.read(
        new String[] {"--heimdex.database.password-file", file.toString()}, Map.of());

    // Then
    assertThat(options.get(SceneIndexOptions.DATABASE_PASSWORD)).isEqualTo("of-secrets");
  }

  @Test
  void aSecretThatIsGivenTwiceIsRefused() {
    Map<String, String> environment = Map.of(
        "HEIMDEX_S3_SECRET_KEY", "of-secrets", "HEIMDEX_S3_SECRET_KEY_FILE", "/run/secrets/s3");

    assertThatThrownBy(() -> OptionSources.read(new String[0], environment))
        .hasMessageContaining("heimdex.s3.secret-key-file are both set")
        .hasMessageNotContaining("of-secrets");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(
            () -> OptionSources.read(new String[] {"--config", "/no/such/file"}, Map.of()))
        .hasMessageContaining("/no/such/file");
  }
}
