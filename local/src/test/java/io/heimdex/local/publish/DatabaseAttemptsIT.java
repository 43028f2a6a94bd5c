package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.delete;
import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.attempt.AttemptLimits;
import io.heimdex.operators.attempt.AttemptRuling;
import io.heimdex.operators.attempt.AttemptRuling.Granted;
import io.heimdex.operators.attempt.AttemptRuling.Later;
import io.heimdex.operators.attempt.AttemptRuling.Refused;
import io.heimdex.operators.attempt.DatabaseAttempts;
import io.heimdex.operators.attempt.DecodeWork;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseAttemptsIT {
  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension
  private static final Servers servers = Servers.start();

  private final String id = Videos.newId();
  private DatabaseAttempts attempts = attempts(Duration.ZERO);

  @AfterEach
  void close() {
    attempts.close();
  }

  @Test
  void showsTheWorkInTheSameTransaction() throws Exception {
    attempts.begin(probe(video(id, "aaaa", 7)));
    assertThat(servers.tables().video(id)).isEqualTo("validating - aaaa 7 -");

    attempts.begin(segment(video(id, "aaaa", 7), 0));
    assertThat(servers.tables().video(id)).isEqualTo("processing - aaaa 7 -");
    assertThat(booked()).containsExactly("7 -1 1 0 -", "7 0 1 0 -");
  }

  @Test
  void countsOnWhereAnotherProcessWentAway() throws Exception {
    // Given
    DecodeWork work = segment(video(id, "aaaa", 1), 3);
    for (int lost = 0; lost < 4; lost++) {
      assertThat(attempts.begin(work)).isEqualTo(new Granted());
      attempts.close();
      attempts = attempts(Duration.ZERO);
    }

    // When
    AttemptRuling ruling = attempts.begin(work);

    // Then
    assertThat(failure(ruling)).isEqualTo(FailureCode.ATTEMPTS_EXHAUSTED);
    assertThat(booked()).containsExactly("1 3 4 0 -");
  }

  @Test
  void refusesAfterTheLastFaultAndAgainWhenAskedAgain() throws Exception {
    DecodeWork work = segment(video(id, "aaaa", 1), 0);
    attempts.begin(work);
    attempts.fault(work, crash());
    attempts.begin(work);

    AttemptRuling ruling = attempts.fault(work, crash());

    assertThat(failure(ruling)).isEqualTo(FailureCode.DECODER_CRASHED);
    assertThat(((Refused) ruling).failure().detail()).contains("2 attempts", "signal \\u0000 11");
    assertThat(failure(attempts.begin(work))).isEqualTo(FailureCode.DECODER_CRASHED);
  }

  @Test
  void makesThePauseHoldInAnotherProcessToo() throws Exception {
    // Given
    DecodeWork work = probe(video(id, "aaaa", 1));
    attempts.close();
    attempts = attempts(HOUR);
    attempts.begin(work);
    attempts.fault(work, crash());

    // When
    AttemptRuling ruling;
    try (DatabaseAttempts other = attempts(HOUR)) {
      ruling = other.begin(work);
    }

    // Then
    assertThat(ruling).isInstanceOf(Later.class);
    assertThat(ruling.pause()).isBetween(Duration.ofMinutes(29), HOUR);
    assertThat(booked()).containsExactly("1 -1 1 1 -");
  }

  @Test
  void forgetsFaultsWithProgressThatIsSomeAndNotWithARepetition() throws Exception {
    DecodeWork work = segment(video(id, "aaaa", 1), 0);
    attempts.begin(work);
    attempts.progress(work, 5_000_000);
    attempts.fault(work, crash());
    attempts.begin(work);

    attempts.progress(work, 5_000_000);
    assertThat(booked()).containsExactly("1 0 2 1 5000000");

    attempts.progress(work, 5_000_001);
    assertThat(booked()).containsExactly("1 0 1 0 5000001");
  }

  @Test
  void takesBackAndEnds() throws Exception {
    DecodeWork work = segment(video(id, "aaaa", 1), 0);
    attempts.begin(work);
    attempts.takeBack(work);
    assertThat(booked()).containsExactly("1 0 0 0 -");

    attempts.end(work);
    assertThat(booked()).isEmpty();
  }

  @Test
  void neverTouchesTheRowOfAnotherOwner() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 2));
    VideoRef foreign = ofAnotherOwner(video(id, "bbbb", 2));

    // When
    AttemptRuling ruling = attempts.begin(probe(foreign));
    Progress.write(servers.tables(), Progress.of(foreign, VideoState.FAILED));
    servers.commit(delete(foreign), publish(foreign, 3));

    // Then
    assertThat(failure(ruling)).isEqualTo(FailureCode.OWNER_MISMATCH);
    assertThat(servers.tables().video(id)).isEqualTo("indexed aaaa aaaa 1 2");
    assertThat(servers.tables().scenes(id)).containsExactly("aaaa 0", "aaaa 1");
    assertThat(servers.tables().batches(id)).isEmpty();
    assertThat(booked()).isEmpty();
  }

  @Test
  void givesARowWithoutAnOwnerToWhoeverComesFirst() throws Exception {
    servers
        .tables()
        .execute(
            "insert into videos (video_id, user_id, storage_key) values (?, '00000000-0000-0000-0000-000000000000', 'k')",
            id);

    assertThat(attempts.begin(probe(video(id, "aaaa", 1)))).isEqualTo(new Granted());
    assertThat(failure(attempts.begin(probe(ofAnotherOwner(video(id, "aaaa", 1))))))
        .isEqualTo(FailureCode.OWNER_MISMATCH);
  }

  @Test
  void isForgottenWithThePublicationTheDeletionAndNewerWork() throws Exception {
    attempts.begin(probe(video(id, "aaaa", 1)));
    attempts.begin(segment(video(id, "aaaa", 1), 0));
    servers.commit(publish(video(id, "aaaa", 1), 1));
    assertThat(booked()).isEmpty();

    attempts.begin(segment(video(id, "bbbb", 2), 0));
    attempts.begin(probe(video(id, "cccc", 3)));
    assertThat(booked()).containsExactly("3 -1 1 0 -");

    servers.commit(delete(video(id, "dddd", 4)));
    assertThat(booked()).isEmpty();
  }

  private static DecoderFaultException crash() {
    return new DecoderFaultException(FailureCode.DECODER_CRASHED, "signal \u0000 11");
  }

  private static DatabaseAttempts attempts(Duration pause) {
    return new DatabaseAttempts(servers.database(), new AttemptLimits(2, 4, pause, pause));
  }

  private static DecodeWork probe(VideoRef video) {
    return new DecodeWork(video, null, DecodeWork.PROBE, "probe");
  }

  private static DecodeWork segment(VideoRef video, int segment) {
    return new DecodeWork(video, Videos.INFO, segment, "detect");
  }

  private static FailureCode failure(AttemptRuling ruling) {
    assertThat(ruling).isInstanceOf(Refused.class);
    return ((Refused) ruling).failure().code();
  }

  private static VideoRef ofAnotherOwner(VideoRef video) {
    return new VideoRef(
        video.videoId(),
        Videos.newId(),
        video.bucket(),
        video.key(),
        null,
        video.eTag(),
        video.sizeBytes(),
        video.generation(),
        video.revision(),
        null,
        null,
        video.position());
  }

  /** {@code revision segment begun faults farthest}. */
  private List<String> booked() throws Exception {
    return servers
        .tables()
        .rows(
            "select revision, segment, begun, faults, farthest_us from decode_attempts where video_id = ? order by 1, 2",
            id);
  }
}
