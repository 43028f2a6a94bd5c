package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"scenes", "decode", "pipeline"})
  void refusesNoRunsAndVideosThatAreNotThere(String bench) {
    assertThat(errorOf("bench", bench, "--runs", "0")).contains("--runs is 0; expected at least 1");
    assertThat(errorOf("bench", bench, "none.mp4")).contains("There is no readable file none.mp4");
  }

  private static String errorOf(String... arguments) {
    StringWriter errors = new StringWriter();
    int status = Heimdex.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
    assertThat(status).isEqualTo(2);
    return errors.toString();
  }
}
