package io.heimdex.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.chaos.agent.KillPoint;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent knows the product by names only: a name that changes would leave a point that nobody comes to. */
class KillPointTest {
  @ParameterizedTest
  @EnumSource
  void everyPointNamesAMethodOfTheProduct(KillPoint point) throws Exception {
    assertThat(Arrays.stream(Class.forName(point.className()).getDeclaredMethods())
            .map(Method::getName))
        .contains(point.method());
  }
}
