package io.heimdex.operators.probe;

import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.notice.SafeText;
import io.heimdex.operators.storage.ObjectForbiddenException;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.schema.Failure;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/** Looks at one object until there is a result. Each run is one try; runs of one task follow each other. */
final class ProbeTask implements Runnable {
  private final VideoRef video;
  private final ObjectStore store;
  private final VideoProber prober;
  private final ProbeSettings settings;
  private final ScheduledExecutorService executor;
  private final ResultFuture<ProbedVideo> result;
  private final Counter waits;
  private final Counter retries;
  private final long startNanos = System.nanoTime();

  private int tries;

  ProbeTask(
      VideoRef video,
      ObjectStore store,
      VideoProber prober,
      ProbeSettings settings,
      ScheduledExecutorService executor,
      ResultFuture<ProbedVideo> result,
      Counter waits,
      Counter retries) {
    this.video = video;
    this.store = store;
    this.prober = prober;
    this.settings = settings;
    this.executor = executor;
    this.result = result;
    this.waits = waits;
    this.retries = retries;
  }

  @Override
  public void run() {
    tries++;
    try {
      lookAtObject();
    } catch (ObjectForbiddenException e) {
      fail(ObjectCheck.forbidden(video));
    } catch (IOException e) {
      tryAgain(e);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private void lookAtObject() throws IOException {
    ObjectHead head = store.head(video.bucket(), video.key(), video.versionId());
    if (head == null) {
      waitForObject();
      return;
    }
    Optional<Failure> failure = ObjectCheck.check(video, head, settings.limits());
    if (failure.isPresent()) {
      fail(failure.get());
    } else {
      lookInside(head);
    }
  }

  private void lookInside(ObjectHead head) throws IOException {
    String url =
        store.presignedUrl(video.bucket(), video.key(), video.versionId(), settings.urlValidity());
    try {
      VideoInfo info = withSize(prober.probe(url), head.sizeBytes());
      complete(info, settings.limits().check(info).orElse(null));
    } catch (MediaException e) {
      fail(ObjectCheck.failure(e.code(), SafeText.sentence(String.valueOf(e.getMessage()))));
    }
  }

  private void waitForObject() {
    Duration left = left(settings.objectWait());
    if (left.isZero()) {
      fail(ObjectCheck.missing(video, settings.objectWait()));
    } else {
      waits.inc();
      runAgain(left);
    }
  }

  private void tryAgain(IOException fault) {
    Duration left = left(settings.retryFor());
    if (left.isZero()) {
      result.completeExceptionally(new IOException(
          "Can't look at " + video.bucket() + "/" + video.key() + " after " + tries + " tries",
          fault));
    } else {
      retries.inc();
      runAgain(left);
    }
  }

  private void runAgain(Duration left) {
    if (!executor.isShutdown()) {
      // run() catches whatever happens, so the future has nothing to tell
      ScheduledFuture<?> unused =
          executor.schedule(this, Backoff.next(tries, left).toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** What is left since the first try; zero if nothing is. */
  private Duration left(Duration given) {
    Duration left = given.minusNanos(System.nanoTime() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void fail(Failure failure) {
    complete(null, failure);
  }

  private void complete(@Nullable VideoInfo info, @Nullable Failure failure) {
    result.complete(List.of(new ProbedVideo(video, info, failure)));
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
        info.seekable());
  }
}
