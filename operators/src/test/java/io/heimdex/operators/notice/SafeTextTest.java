package io.heimdex.operators.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void takesFromTextWhatItWouldDoToATerminalOrALogLine() {
    String hostile = "a\u001b[2J\u009b1m\r\n\u202egpj\u2028ü😀\ud83d";

    assertThat(SafeText.sentence(hostile))
        .isEqualTo("a\\u001b[2J\\u009b1m\\u000d\\u000a\\u202egpj\\u2028ü😀\\ud83d");
  }

  @Test
  void keepsTheLinesOfATextWhereItIsShownAsSuch() {
    assertThat(SafeText.lines("one\n\ttwo\r\u001b[2J")).isEqualTo("one\n\ttwo\\u000d\\u001b[2J");
  }
}
