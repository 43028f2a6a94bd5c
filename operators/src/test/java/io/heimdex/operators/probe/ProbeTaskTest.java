package io.heimdex.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.storage.ObjectForbiddenException;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTaskTest {
  private static final VideoInfo INFO = ProbeLimitsTest.info("avi", 640, 480, 1000);
  private static final VideoProber PROBER = url -> INFO;

  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
  private final Counter waits = new SimpleCounter();
  private final Counter retries = new SimpleCounter();

  @TempDir
  private Path folder;

  private Path object;

  @BeforeEach
  void makeFolder() throws IOException {
    object = folder.resolve(Videos.KEY);
    Files.createDirectories(object.getParent());
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void tellsWhatTheVideoIsWithTheSizeOfTheObject() throws Exception {
    Files.write(object, new byte[77]);

    ProbedVideo probed = probe(new FolderStore(folder), PROBER, Duration.ZERO);

    assertThat(probed.failure()).isNull();
    assertThat(probed.info())
        .usingRecursiveComparison()
        .ignoringFields("sizeBytes")
        .isEqualTo(INFO);
    assertThat(probed.info().sizeBytes()).isEqualTo(77);
  }

  @Test
  void failsTheVideoWhenTheObjectDoesNotComeInTime() throws Exception {
    ProbedVideo probed = probe(new FolderStore(folder), PROBER, Duration.ofMillis(300));

    assertThat(probed.failure().code()).isEqualTo(FailureCode.OBJECT_NOT_FOUND);
    assertThat(waits.getCount()).isEqualTo(2);
  }

  @Test
  void waitsForAnObjectThatComesLate() throws Exception {
    ObjectStore late = new FolderStore(folder) {
      private int heads;

      @Override
      public @Nullable ObjectHead head(String bucket, String key, @Nullable String versionId)
          throws IOException {
        if (++heads == 2) {
          Files.write(object, new byte[1]);
        }
        return super.head(bucket, key, versionId);
      }
    };

    ProbedVideo probed = probe(late, PROBER, Duration.ofSeconds(30));

    assertThat(probed.failure()).isNull();
    assertThat(waits.getCount()).isEqualTo(1);
  }

  @Test
  void keepsWhatItFoundOutOfAVideoBeyondTheLimits() throws Exception {
    Files.write(object, new byte[1]);

    ProbedVideo probed =
        probe(new FolderStore(folder), url -> ProbeLimitsTest.info("gif", 1, 1, 1), Duration.ZERO);

    assertThat(probed.failure().code()).isEqualTo(FailureCode.CONTAINER_NOT_ACCEPTED);
    assertThat(probed.info().container()).isEqualTo("gif");
  }

  @Test
  void failsTheVideoThatIsNone() throws Exception {
    Files.write(object, new byte[1]);

    ProbedVideo probed = probe(
        new FolderStore(folder),
        url -> {
          throw new MediaException(FailureCode.NOT_A_VIDEO, "No demuxer knows \u0000 this");
        },
        Duration.ZERO);

    assertThat(probed.failure().code()).isEqualTo(FailureCode.NOT_A_VIDEO);
    assertThat(probed.failure().detail()).isEqualTo("No demuxer knows \\u0000 this");
  }

  @Test
  void failsTheVideoThatItMayNotRead() throws Exception {
    ProbedVideo probed = probe(
        failing(new ObjectForbiddenException("403", new IOException())), PROBER, Duration.ZERO);

    assertThat(probed.failure().code()).isEqualTo(FailureCode.OBJECT_FORBIDDEN);
    assertThat(retries.getCount()).isZero();
  }

  @Test
  void triesAgainAfterAFaultThatPasses() throws Exception {
    Files.write(object, new byte[1]);
    AtomicInteger probes = new AtomicInteger();

    ProbedVideo probed = probe(
        new FolderStore(folder),
        url -> {
          if (probes.incrementAndGet() == 1) {
            throw new IOException("reset");
          }
          return INFO;
        },
        Duration.ZERO);

    assertThat(probed.failure()).isNull();
    assertThat(retries.getCount()).isEqualTo(1);
  }

  @Test
  void failsTheTaskWhenTheFaultLasts() {
    assertThatThrownBy(() -> probe(failing(new IOException("refused")), PROBER, Duration.ZERO))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Can't look at uploads/" + Videos.KEY)
        .hasRootCauseMessage("refused");
    assertThat(retries.getCount()).isPositive();
  }

  @Test
  void doesNotHideABug() throws IOException {
    Files.write(object, new byte[1]);

    assertThatThrownBy(() -> probe(
            new FolderStore(folder),
            url -> {
              throw new IllegalStateException("bug");
            },
            Duration.ZERO))
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(retries.getCount()).isZero();
  }

  private ProbedVideo probe(ObjectStore store, VideoProber prober, Duration objectWait)
      throws Exception {
    ProbeSettings settings = new ProbeSettings(
        ProbeLimits.DEFAULTS, objectWait, Duration.ofMillis(500), Duration.ofMinutes(1), 1);
    FutureResult result = new FutureResult();
    executor.execute(new ProbeTask(
        Videos.video("tag"), store, prober, settings, executor, result, waits, retries));
    return result.future.get(60, TimeUnit.SECONDS);
  }

  private ObjectStore failing(IOException fault) {
    return new FolderStore(folder) {
      @Override
      public ObjectHead head(String bucket, String key, @Nullable String versionId)
          throws IOException {
        throw fault;
      }
    };
  }

  private static final class FutureResult implements ResultFuture<ProbedVideo> {
    private final CompletableFuture<ProbedVideo> future = new CompletableFuture<>();

    @Override
    public void complete(Collection<ProbedVideo> result) {
      future.complete(result.iterator().next());
    }

    @Override
    public void complete(CollectionSupplier<ProbedVideo> supplier) {
      throw new UnsupportedOperationException("The probe gives its result at once");
    }

    @Override
    public void completeExceptionally(Throwable error) {
      future.completeExceptionally(error);
    }
  }
}
