package io.heimdex.operators.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.attempt.AttemptRuling.Granted;
import io.heimdex.operators.attempt.AttemptRuling.Later;
import io.heimdex.operators.attempt.AttemptRuling.Refused;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.VideoRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptCountTest {
  private static final Duration LONG_AGO = Duration.ofDays(1);
  private static final AttemptLimits LIMITS =
      new AttemptLimits(3, 5, Duration.ofSeconds(2), Duration.ofSeconds(60));
  private static final DecodeWork SEGMENT = new DecodeWork(
      new VideoRef(
          "film",
          "owner",
          "bucket",
          "key",
          null,
          null,
          -1,
          "generation",
          1,
          null,
          null,
          new KafkaPosition("uploads", 0, 0)),
      null,
      4,
      "detect");

  @Test
  void grantsTheFirstAttemptAtOnce() {
    assertThat(ruling(AttemptCount.NONE, Duration.ZERO)).isEqualTo(new Granted());
  }

  @Test
  void refusesAfterTheLastKnownFaultWithItsCodeAndError() {
    AttemptCount count = AttemptCount.NONE;
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(ruling(count, LONG_AGO)).isEqualTo(new Granted());
      count = count.begin().fault(crash());
    }

    assertThat(failure(count)).satisfies(failure -> {
      assertThat(failure.code()).isEqualTo(FailureCode.DECODER_CRASHED);
      assertThat(failure.stage()).isEqualTo("detect");
      assertThat(failure.detail()).contains("3 attempts", "segment 4 of video film", "signal 11");
    });
  }

  @Test
  void countsAttemptsThatNobodySawEndAgainstTheirOwnLimit() {
    AttemptCount count = AttemptCount.NONE.begin().fault(crash()).begin().fault(crash());
    for (int lost = 0; lost < 5; lost++) {
      assertThat(ruling(count, LONG_AGO)).isEqualTo(new Granted());
      count = count.begin();
    }

    assertThat(failure(count)).satisfies(failure -> {
      assertThat(failure.code()).isEqualTo(FailureCode.ATTEMPTS_EXHAUSTED);
      assertThat(failure.detail()).contains("5 attempts", "signal 11");
    });
  }

  @Test
  void forgetsWhatFailedOnceItComesFurtherThanEver() {
    AttemptCount count =
        AttemptCount.NONE.begin().begin().fault(crash()).begin().progress(2_000_000);

    assertThat(count).isEqualTo(new AttemptCount(1, 0, 2_000_000, null, null));
  }

  @Test
  void doesNotTakeARepetitionForProgress() {
    AttemptCount count =
        AttemptCount.NONE.begin().progress(2_000_000).fault(crash()).begin();

    assertThat(count.progress(1_999_999).progress(2_000_000)).isEqualTo(count);
    assertThat(failure(count.fault(crash()).begin().fault(crash())).detail())
        .contains("behind 2 s");
  }

  @Test
  void takesBackWhatWasNoFaultOfTheDecoder() {
    AttemptCount count = AttemptCount.NONE.begin().fault(crash());

    assertThat(count.begin().takeBack()).isEqualTo(count);
    assertThat(AttemptCount.NONE.takeBack()).isEqualTo(AttemptCount.NONE);
  }

  @Test
  void doublesThePauseWithJitterUpToTheLongest() {
    AttemptLimits patient =
        new AttemptLimits(100, 100, Duration.ofSeconds(2), Duration.ofSeconds(60));
    long[] longest = {2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000};
    for (int attempts = 1; attempts <= longest.length; attempts++) {
      assertThat(patient.pauseAfter(attempts, 12345))
          .isBetween(
              Duration.ofMillis(longest[attempts - 1] / 2),
              Duration.ofMillis(longest[attempts - 1]));
    }
    assertThat(patient.pauseAfter(60, Integer.MIN_VALUE)).isPositive();
    assertThat(patient.pauseAfter(3, 1)).isNotEqualTo(patient.pauseAfter(3, 2));
  }

  @Test
  void waitsForThePauseToEndAndNotLonger() {
    AttemptCount count = AttemptCount.NONE.begin().fault(crash());
    Duration pause = LIMITS.pauseAfter(1, SEGMENT.jitter());

    assertThat(ruling(count, Duration.ofMillis(300))).isEqualTo(new Later(pause.minusMillis(300)));
    assertThat(ruling(count, pause)).isEqualTo(new Granted());
  }

  @Test
  void takesNoLimitBelowOne() {
    assertThatThrownBy(() -> new AttemptLimits(0, 1, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("0 attempts");
  }

  private static DecoderFaultException crash() {
    return new DecoderFaultException(FailureCode.DECODER_CRASHED, "signal 11");
  }

  private static AttemptRuling ruling(AttemptCount count, Duration idle) {
    return count.ruling(SEGMENT, LIMITS, idle);
  }

  private static Failure failure(AttemptCount count) {
    AttemptRuling ruling = ruling(count, LONG_AGO);
    assertThat(ruling).isInstanceOf(Refused.class);
    return ((Refused) ruling).failure();
  }
}
