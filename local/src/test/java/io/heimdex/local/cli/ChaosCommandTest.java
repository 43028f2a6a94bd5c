package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.chaos.FaultKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class ChaosCommandTest {
  private final StringWriter printed = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "--faults=kill-s3;flood, flood",
    "--kills=0, 0 kills",
    "--videos=0, 0 videos",
  })
  void wrongUsageIsRefusedBeforeAnythingStarts(String argument, String named) {
    // When
    int status = execute(argument.replace(';', ','));

    // Then
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(printed.toString()).contains(named);
  }

  @ParameterizedTest
  @EnumSource
  void theHelpNamesEveryKindOfFault(FaultKind kind) {
    assertThat(help()).contains(kind.label());
  }

  @Test
  void theHelpTellsTheDefaults() {
    assertThat(help()).contains("6 by default", "20 by default");
  }

  /** Without the line breaks that picocli sets. */
  private String help() {
    execute("--help");
    return printed.toString().replaceAll("\\s*\\n\\s*", " ").replace("- ", "-");
  }

  private int execute(String argument) {
    PrintWriter writer = new PrintWriter(printed);
    return Heimdex.commandLine().setOut(writer).setErr(writer).execute("chaos", argument);
  }
}
