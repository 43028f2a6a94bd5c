package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FailuresPageTest {
  @Test
  void thePageOfFailuresSaysWhatToDoAboutEachCode() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "failures.md"));

    assertThat(page.lines().filter(line -> line.startsWith("| `") && line.split("\\|").length == 4))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .containsExactlyElementsOf(
            Arrays.stream(FailureCode.values()).map(FailureCode::name).toList());
  }
}
