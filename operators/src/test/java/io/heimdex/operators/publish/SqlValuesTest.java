package io.heimdex.operators.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlValuesTest {
  @ParameterizedTest
  @CsvSource({"0, 0.000", "1499, 0.001", "1500, 0.002", "9999999999499, 9999999.999"})
  void secondsAreRoundedToMilliseconds(long micros, String seconds) {
    assertThat(SqlValues.seconds(micros)).hasToString(seconds);
  }

  @ParameterizedTest
  @CsvSource({"-1", "9999999999500", "9223372036854775807"})
  void secondsThatTheColumnCannotHoldAreUnknown(long micros) {
    assertThat(SqlValues.seconds(micros)).isNull();
  }

  @Test
  void textsLoseNulAndWhatIsTooLong() {
    assertThat(SqlValues.text("a\0b", 2)).isEqualTo("ab");
    assertThat(SqlValues.text("😀😀😀", 2)).isEqualTo("😀😀");
    assertThat(SqlValues.text(null, 2)).isNull();
  }
}
