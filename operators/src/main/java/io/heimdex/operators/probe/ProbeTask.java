package io.heimdex.operators.probe;

import io.heimdex.operators.attempt.AttemptRuling;
import io.heimdex.operators.attempt.DecodeWork;
import io.heimdex.operators.database.SqlFaults;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.notice.SafeText;
import io.heimdex.operators.storage.ObjectForbiddenException;
import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.schema.Failure;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one object until there is a result. Each run is one try; runs of one task follow each other.
 *
 * <p>S3 or PostgreSQL away: it tries on. The object not there: for a time. The decoder at fault: as often as attempts are allowed.
 */
final class ProbeTask implements Runnable {
  /** Denials in a row, each of a fresh URL, until they are believed. */
  private static final int DENIALS = 3;

  private final VideoRef video;
  private final DecodeWork work;
  private final ProbeTools tools;
  private final ResultFuture<ProbedVideo> result;

  private @Nullable Step owed;
  private @Nullable Long missingSinceNanos;
  private int sourceFaults;
  private int databaseFaults;
  private int denials;

  ProbeTask(VideoRef video, ProbeTools tools, ResultFuture<ProbedVideo> result) {
    this.video = video;
    this.work = new DecodeWork(video, null, DecodeWork.PROBE, ProbeFunction.STAGE);
    this.tools = tools;
    this.result = result;
  }

  /** How an attempt is booked once it has ended, repeated until the database takes it; and what comes then. */
  @FunctionalInterface
  private interface Step {
    Runnable run() throws SQLException;
  }

  @Override
  public void run() {
    try {
      if (owed == null) {
        lookAtObject();
      } else {
        settle(owed);
      }
    } catch (ObjectForbiddenException e) {
      fail(ObjectCheck.forbidden(video));
    } catch (IOException e) {
      sourceFault(e);
    } catch (SQLException e) {
      databaseFault(e);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private void lookAtObject() throws IOException, SQLException {
    ObjectHead head = tools.store().head(video.bucket(), video.key(), video.versionId());
    if (head == null) {
      waitForObject();
      return;
    }
    missingSinceNanos = null;
    Optional<Failure> failure = ObjectCheck.check(video, head, tools.settings().limits());
    if (failure.isPresent()) {
      fail(failure.get());
      return;
    }
    AttemptRuling ruling = tools.attempts().begin(work);
    databaseFaults = 0;
    tools.database().over();
    if (ruling instanceof AttemptRuling.Granted) {
      lookInside(head);
    } else {
      follow(ruling);
    }
  }

  private void lookInside(ObjectHead head) throws SQLException {
    try {
      ProbedVideo probed = probe(head);
      settle(() -> {
        tools.attempts().end(work);
        return () -> result.complete(List.of(probed));
      });
    } catch (DecoderFaultException e) {
      tools.decoderFaults().inc();
      settle(() -> {
        AttemptRuling ruling = tools.attempts().fault(work, e);
        return () -> follow(ruling);
      });
    } catch (IOException e) {
      settle(() -> {
        tools.attempts().takeBack(work);
        return () -> readingFailed(e);
      });
    }
  }

  private ProbedVideo probe(ObjectHead head) throws IOException {
    String url = tools
        .store()
        .presignedUrl(
            video.bucket(), video.key(), video.versionId(), tools.settings().urlValidity());
    try {
      VideoInfo info = withSize(tools.prober().probe(url), head.sizeBytes());
      tools.source().over();
      return new ProbedVideo(video, info, tools.settings().limits().check(info).orElse(null));
    } catch (MediaException e) {
      return new ProbedVideo(video, null, explain(e, head));
    }
  }

  /** An object that was removed or replaced while it was read explains any finding. */
  private Failure explain(MediaException finding, ObjectHead before) throws IOException {
    ObjectHead now = tools.store().head(video.bucket(), video.key(), video.versionId());
    if (now == null) {
      return ObjectCheck.gone(video);
    }
    return now.eTag().equals(before.eTag())
        ? ObjectCheck.failure(
            finding.code(), SafeText.sentence(String.valueOf(finding.getMessage())))
        : ObjectCheck.changed(video, now.eTag(), before.eTag());
  }

  private void follow(AttemptRuling ruling) {
    if (ruling instanceof AttemptRuling.Refused refused) {
      fail(refused.failure());
    } else {
      runAgain(ruling.pause());
    }
  }

  private void settle(Step step) throws SQLException {
    owed = step;
    Runnable next = step.run();
    owed = null;
    databaseFaults = 0;
    // Last, for it may have this task run again on another thread before it returns.
    next.run();
  }

  private void waitForObject() {
    long now = System.nanoTime();
    if (missingSinceNanos == null) {
      missingSinceNanos = now;
    }
    Duration waited = Duration.ofNanos(now - missingSinceNanos);
    Duration left = tools.settings().objectWait().minus(waited);
    if (left.isNegative() || left.isZero()) {
      fail(ObjectCheck.missing(video, tools.settings().objectWait()));
    } else {
      tools.waits().inc();
      runAgain(Backoff.next(waited, left));
    }
  }

  /** The head may be given although the bytes are denied: else that would be tried for ever. */
  private void readingFailed(IOException fault) {
    if (tools.executor().isShutdown()) {
      return;
    }
    try {
      tools.store().checkReadable(video.bucket(), video.key(), video.versionId());
      denials = 0;
    } catch (ObjectForbiddenException e) {
      denials++;
    } catch (IOException e) {
      denials = 0;
    }
    if (denials == DENIALS) {
      fail(ObjectCheck.forbidden(video));
    } else {
      sourceFault(fault);
    }
  }

  private void sourceFault(IOException fault) {
    sourceFaults++;
    runAgain(tools.source().fault(sourceFaults, fault));
  }

  private void databaseFault(SQLException fault) {
    if (SqlFaults.isTransient(fault)) {
      databaseFaults++;
      runAgain(tools.database().fault(databaseFaults, fault));
    } else {
      result.completeExceptionally(fault);
    }
  }

  private void runAgain(Duration pause) {
    if (!tools.executor().isShutdown()) {
      // run() catches whatever happens, so the future has nothing to tell
      ScheduledFuture<?> unused =
          tools.executor().schedule(this, pause.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void fail(Failure failure) {
    result.complete(List.of(new ProbedVideo(video, null, failure)));
  }

  private static VideoInfo withSize(VideoInfo info, long sizeBytes) {
    return new VideoInfo(
        info.container(),
        info.codec(),
        info.mimeType(),
        info.streamIndex(),
        info.width(),
        info.height(),
        info.rotationDegrees(),
        info.pixelAspect(),
        info.frameRate(),
        info.startMicros(),
        info.durationMicros(),
        sizeBytes,
        info.hasAudio(),
        info.seekable(),
        info.mirrored());
  }
}
