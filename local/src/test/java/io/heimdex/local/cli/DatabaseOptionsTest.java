package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.database.DatabaseSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DatabaseOptionsTest {
  private static final String URL = "jdbc:postgresql://db.example:5433/heimdex";

  @ParameterizedTest
  @CsvSource({
    "?user=ada&password=s%26t,                 ''",
    "?user=ada&ssl=false&password=s%26t,       ?ssl=false",
    "?ssl=false&user=ada&password=s%26t,       ?ssl=false",
    "?user=ada&password=s%26t&ssl=false,       ?ssl=false",
  })
  void takesCredentialsOutOfTheUrl(String query, String left) {
    DatabaseSettings settings = settings(Map.of(), "--url", URL + query);

    assertThat(settings).isEqualTo(new DatabaseSettings(URL + left, "ada", "s&t"));
  }

  @Test
  void prefersTheOptionAndTheEnvironmentToTheUrl() {
    DatabaseSettings settings = settings(
        Map.of("HEIMDEX_DATABASE_PASSWORD", "fromEnvironment"),
        "--url",
        URL + "?user=ada&password=inUrl",
        "--user",
        "bob");

    assertThat(settings).isEqualTo(new DatabaseSettings(URL, "bob", "fromEnvironment"));
  }

  @Test
  void readsTheVariableThatIsNamed() {
    DatabaseSettings settings = settings(
        Map.of("PGPASSWORD", "other"),
        "--url",
        URL,
        "--user",
        "bob",
        "--password-env",
        "PGPASSWORD");

    assertThat(settings.password()).isEqualTo("other");
  }

  @Test
  void refusesAVariableThatIsNotSet() {
    assertThatThrownBy(() -> settings(Map.of(), "--url", URL, "--password-env", "NOT_SET"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("NOT_SET");
  }

  @Test
  void refusesAUrlOfAnotherKindWithoutShowingThePassword() {
    assertThatThrownBy(() -> settings(Map.of(), "--url", "postgres://host/db?password=secret"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("expected jdbc:postgresql://host:port/database")
        .hasMessageNotContaining("secret");
  }

  @CommandLine.Command
  private static final class AnyCommand {
    @CommandLine.Mixin
    private DatabaseOptions database = new DatabaseOptions();
  }

  private static DatabaseSettings settings(Map<String, String> environment, String... arguments) {
    AnyCommand command = new AnyCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.database.settings(environment);
  }
}
