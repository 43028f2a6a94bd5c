package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "options.md");

  @Test
  void thePageOfOptionsIsWhatTheListSays() throws IOException {
    // Given -Dheimdex.write-docs=true, the page is written anew instead of compared.
    if (Boolean.getBoolean("heimdex.write-docs")) {
      Files.writeString(PAGE, OptionsPage.text());
    }

    // When
    String page = Files.readString(PAGE);

    // Then
    assertThat(page)
        .as(
            "docs/options.md; write it anew with: mvn test -pl jobs -am -Dtest=OptionsPageTest -Dheimdex.write-docs=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(OptionsPage.text());
  }
}
