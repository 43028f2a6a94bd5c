package io.heimdex.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTracesTest {
  @Test
  void tellsAllLinesOfTheInnermostCause() {
    String trace = """
        org.apache.flink.util.FlinkException: Could not start
        \tat org.apache.flink.Client.run(Client.java:1)
        Caused by: java.lang.IllegalStateException: The job can't start:
         - Topic heimdex.uploads is missing
         - Bucket heimdex-derived is missing
        \tat io.heimdex.jobs.StartupCheck.run(StartupCheck.java:49)
        \t... 12 more
        """;

    assertThat(StackTraces.rootCause(trace)).isEqualTo("""
            java.lang.IllegalStateException: The job can't start:
             - Topic heimdex.uploads is missing
             - Bucket heimdex-derived is missing""");
  }

  @Test
  void tellsAMessageWithoutCausesAsItIs() {
    String message = "The job can't start:\n - Topic heimdex.uploads is missing";

    assertThat(StackTraces.rootCause(message)).isEqualTo(message);
  }
}
