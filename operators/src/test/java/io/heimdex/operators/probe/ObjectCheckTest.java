package io.heimdex.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectCheckTest {

  @Test
  void findsNothingWrongWithTheObjectThatTheNotificationMeant() {
    assertThat(ObjectCheck.check(Videos.video("tag"), head(1, "tag"), ProbeLimits.DEFAULTS))
        .isEmpty();
  }

  @Test
  void takesAnyContentWhereTheNotificationNamedNone() {
    assertThat(ObjectCheck.check(Videos.video(null), head(1, "tag"), ProbeLimits.DEFAULTS))
        .isEmpty();
  }

  @Test
  void tellsAReplacedObjectByItsETag() {
    assertThat(ObjectCheck.check(Videos.video("old"), head(0, "new"), ProbeLimits.DEFAULTS))
        .contains(new Failure(
            FailureCode.OBJECT_CHANGED,
            "probe",
            "Object uploads/" + Videos.KEY
                + " has the eTag 'new'; expected the notification's 'old'"));
  }

  @Test
  void rejectsEmptyAndHugeObjectsUnopened() {
    assertThat(ObjectCheck.check(Videos.video("tag"), head(0, "tag"), ProbeLimits.DEFAULTS))
        .map(Failure::code)
        .contains(FailureCode.OBJECT_EMPTY);
    assertThat(ObjectCheck.check(Videos.video("tag"), head(51L << 30, "tag"), ProbeLimits.DEFAULTS))
        .map(Failure::code)
        .contains(FailureCode.SIZE_EXCEEDED);
  }

  @ParameterizedTest
  @CsvSource({
    "0,60000,200",
    "400,60000,400",
    "3200,60000,3200",
    "9000,60000,5000",
    "100000,60000,5000",
    "9000,70,70"
  })
  void waitsAsLongAgainAsItHasButNotBeyondTheEnd(
      long waitedMillis, long leftMillis, long expectedMillis) {
    assertThat(Backoff.next(Duration.ofMillis(waitedMillis), Duration.ofMillis(leftMillis)))
        .hasMillis(expectedMillis);
  }

  private static ObjectHead head(long bytes, String eTag) {
    return new ObjectHead(bytes, eTag, "video/mp4");
  }
}
