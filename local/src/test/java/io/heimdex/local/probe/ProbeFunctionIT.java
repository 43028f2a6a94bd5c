package io.heimdex.local.probe;

import static io.heimdex.local.storage.S3Server.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heimdex.local.TestDatabases;
import io.heimdex.local.schema.Rows;
import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.probe.ProbeLimits;
import io.heimdex.operators.probe.ProbeSettings;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

class ProbeFunctionIT {
  private static final VideoProber PROBER = MediaProbe::probe;
  private static final Duration LONG = Duration.ofMinutes(1);
  /** Longer than the first request of a client takes. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final DatabaseSettings DATABASE = TestDatabases.createMigrated();

  /** Static, as probers are sent to the workers. */
  private static final List<String> seen = new CopyOnWriteArrayList<>();

  private static AtomicInteger tries = new AtomicInteger();

  @TempDir
  private static Path directory;

  private static VideoInfo info;
  private static byte[] video;

  @TempDir
  private Path served;

  private final String videoId = UUID.randomUUID().toString();
  private final String key = "videos/0f8fad5b-d9cb-469f-a165-70867728950e/" + videoId + ".avi";

  private S3Server server;
  private ObjectStore store;

  @BeforeAll
  static void makeVideo() throws Exception {
    Path file = directory.resolve("video.avi");
    SyntheticVideo.builder().size(160, 90).shot(25, 1).build().write(file);
    info = MediaProbe.probe(file.toString());
    video = Files.readAllBytes(file);
  }

  @BeforeEach
  void startServer() throws Exception {
    server = S3Server.start(served);
    store = new S3ObjectStoreFactory(server.settings()).open();
  }

  @AfterEach
  void stopServer() throws Exception {
    store.close();
    server.close();
  }

  @Test
  void tellsWhatVideosAreWithTheSizesOfTheirObjects() throws Exception {
    put(video);

    try (ProbeRun run = run(PROBER, LONG)) {
      for (int i = 0; i < 20; i++) {
        run.process(ref(eTag()));
      }

      assertThat(run.results()).hasSize(20).allSatisfy(probed -> {
        assertThat(probed.failure()).isNull();
        assertThat(probed.info()).isEqualTo(info);
        assertThat(probed.info().sizeBytes()).isEqualTo(video.length);
      });
    }
  }

  @Test
  void closesWhileAnObjectIsWaitedFor() throws Exception {
    try (ProbeRun run = run(PROBER, LONG)) {
      run.process(ref(null));
      await().until(() -> run.waits() > 0);
    }

    await()
        .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
            .extracting(Thread::getName)
            .noneMatch(name -> name.startsWith("probe-")));
  }

  @Test
  void failsTheVideoWhenTheObjectDoesNotComeInTime() throws Exception {
    try (ProbeRun run = run(PROBER, SHORT)) {
      ProbedVideo probed = probe(run, ref(null));

      assertThat(probed.failure().code()).isEqualTo(FailureCode.OBJECT_NOT_FOUND);
      assertThat(probed.failure().detail()).contains(BUCKET + "/" + key, "waiting for 3 s");
      assertThat(run.waits()).isPositive();
      assertThat(run.retries()).isZero();
    }
  }

  @Test
  void waitsForAnObjectThatComesLate() throws Exception {
    try (ProbeRun run = run(PROBER, LONG)) {
      run.process(ref(null));
      await().until(() -> run.waits() > 0);

      put(video);

      assertThat(run.results()).singleElement().satisfies(probed -> {
        assertThat(probed.failure()).isNull();
        assertThat(probed.info()).isEqualTo(info);
      });
    }
  }

  @Test
  void failsTheVideoWhoseObjectWasReplaced() throws Exception {
    // Given
    put("another video".getBytes(UTF_8));
    String notified = eTag();
    store.deletePrefix(BUCKET, key);
    put(video);

    // When
    try (ProbeRun run = run(PROBER, LONG)) {
      ProbedVideo probed = probe(run, ref(notified));

      // Then
      assertThat(probed.failure().code()).isEqualTo(FailureCode.OBJECT_CHANGED);
      assertThat(probed.failure().detail()).contains(eTag(), notified);
    }
  }

  @Test
  void keepsWhatItFoundOutOfAVideoBeyondTheLimits() throws Exception {
    put(video);
    ProbeLimits onlyMp4 =
        new ProbeLimits(Long.MAX_VALUE, Duration.ofHours(1), Long.MAX_VALUE, Set.of("mp4"));

    try (ProbeRun run = new ProbeRun(
        server.settings(), DATABASE, PROBER, new ProbeSettings(onlyMp4, LONG, LONG, 1))) {
      ProbedVideo probed = probe(run, ref(eTag()));

      assertThat(probed.failure().code()).isEqualTo(FailureCode.CONTAINER_NOT_ACCEPTED);
      assertThat(probed.info()).isEqualTo(info);
    }
  }

  @Test
  void failsTheVideoThatIsNone() throws Exception {
    put("This is no video".getBytes(UTF_8));

    try (ProbeRun run = run(PROBER, LONG)) {
      ProbedVideo probed = probe(run, ref(eTag()));

      assertThat(probed.failure().code()).isEqualTo(FailureCode.NOT_A_VIDEO);
      assertThat(probed.info()).isNull();
    }
  }

  @Test
  void failsTheVideoThatItMayNotRead() throws Exception {
    put(video);

    try (ProbeRun run = run(server.settings("wrong"), PROBER, LONG)) {
      ProbedVideo probed = probe(run, ref(null));

      assertThat(probed.failure().code()).isEqualTo(FailureCode.OBJECT_FORBIDDEN);
      assertThat(run.retries()).isZero();
    }
  }

  @Test
  void triesAgainUntilTheServerIsBack() throws Exception {
    // Given
    put(video);
    S3Settings settings = server.settings();
    int port = server.port();
    server.close();

    try (ProbeRun run = run(settings, PROBER, Duration.ZERO)) {
      run.process(ref(null));
      await().until(() -> run.retries() > 0);

      // When
      server = S3Server.start(served, port);

      // Then
      assertThat(run.results()).singleElement().satisfies(probed -> {
        assertThat(probed.failure()).isNull();
        assertThat(probed.info()).isEqualTo(info);
      });
      assertThat(run.fault()).isEmpty();
    }
  }

  @Test
  void countsAnAttemptBeforeItOpensTheContainerAndShowsTheWork() throws Exception {
    put(video);
    VideoProber looking = url -> {
      seen.addAll(rows("""
          SELECT v.state || ' ' || a.segment || ' ' || a.begun FROM decode_attempts a JOIN videos v USING (video_id)
          WHERE video_id = '%s'""".formatted(url.replaceAll(".*/([-0-9a-f]{36})\\.avi.*", "$1"))));
      return PROBER.probe(url);
    };

    try (ProbeRun run = run(looking, LONG)) {
      assertThat(probe(run, ref(eTag())).failure()).isNull();
    }
    assertThat(seen).containsExactly("validating -1 1");
    assertThat(attempts()).isEmpty();
  }

  @Test
  void failsTheVideoAfterTheLastAttempt() throws Exception {
    put(video);
    VideoProber crashing = url -> {
      throw new DecoderFaultException(FailureCode.DECODER_LIMIT_EXCEEDED, "4 GB of memory");
    };

    try (ProbeRun run = run(crashing, LONG)) {
      ProbedVideo probed = probe(run, ref(eTag()));

      assertThat(probed.failure().code()).isEqualTo(FailureCode.DECODER_LIMIT_EXCEEDED);
      assertThat(probed.failure().detail()).contains("3 attempts", "4 GB of memory");
    }
    assertThat(attempts()).containsExactly("-1 3 3");
  }

  @Test
  void takesBackAnAttemptThatTheSourceSpoiled() throws Exception {
    put(video);
    tries = new AtomicInteger(8);
    VideoProber spoiled = url -> {
      if (tries.decrementAndGet() > 0) {
        throw new IOException("connection reset");
      }
      return PROBER.probe(url);
    };

    try (ProbeRun run = run(spoiled, LONG)) {
      assertThat(probe(run, ref(eTag())).failure()).isNull();
      assertThat(run.retries()).isEqualTo(7);
    }
    assertThat(attempts()).isEmpty();
  }

  @Test
  void failsTheVideoWhoseBytesAreDeniedThoughItsHeadIsNot() throws Exception {
    put(video);
    server.close();
    server = S3Server.start(served, WithoutBytes::new);

    try (ProbeRun run = run(PROBER, LONG)) {
      assertThat(probe(run, ref(null)).failure().code()).isEqualTo(FailureCode.OBJECT_FORBIDDEN);
      assertThat(run.retries()).isEqualTo(2);
    }
  }

  /** As a policy that allows to look at objects but not to read them. */
  private static final class WithoutBytes extends ForwardingBlobStore {
    WithoutBytes(BlobStore store) {
      super(store);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
      throw S3Exceptions.fromStatusCode(403);
    }
  }

  @Test
  void failsTheVideoWhoseOwnerIsAnother() throws Exception {
    put(video);
    new Rows(DATABASE).run("""
        INSERT INTO videos (video_id, user_id, storage_key) VALUES ('%s', gen_random_uuid(), 'theirs')
        """.formatted(videoId));

    try (ProbeRun run = run(PROBER, LONG)) {
      assertThat(probe(run, ref(eTag())).failure().code()).isEqualTo(FailureCode.OWNER_MISMATCH);
    }
    assertThat(rows("SELECT storage_key || state FROM videos WHERE video_id = '" + videoId + "'"))
        .containsExactly("theirsuploading");
    assertThat(attempts()).isEmpty();
  }

  @Test
  void doesNotHideABug() throws Exception {
    put(video);
    VideoProber broken = url -> {
      throw new IllegalStateException("bug");
    };

    try (ProbeRun run = run(broken, LONG)) {
      run.process(ref(eTag()));

      assertThat(run.results()).isEmpty();
      assertThat(run.fault())
          .hasValueSatisfying(fault -> assertThat(fault)
              .hasRootCauseInstanceOf(IllegalStateException.class)
              .hasRootCauseMessage("bug"));
      assertThat(run.retries()).isZero();
    }
  }

  private ProbeRun run(VideoProber prober, Duration objectWait) throws Exception {
    return run(server.settings(), prober, objectWait);
  }

  private static ProbeRun run(S3Settings s3, VideoProber prober, Duration objectWait)
      throws Exception {
    return new ProbeRun(
        s3, DATABASE, prober, new ProbeSettings(ProbeLimits.DEFAULTS, objectWait, LONG, 2));
  }

  /** {@code segment begun faults} of the video. */
  private List<String> attempts() {
    return rows(
        "SELECT segment || ' ' || begun || ' ' || faults FROM decode_attempts WHERE video_id = '"
            + videoId + "'");
  }

  private static List<String> rows(String sql) {
    return new Rows(DATABASE).texts(sql);
  }

  private static ProbedVideo probe(ProbeRun run, VideoRef video) throws Exception {
    run.process(video);
    List<ProbedVideo> results = run.results();
    assertThat(results).hasSize(1);
    return results.get(0);
  }

  private void put(byte[] bytes) throws IOException {
    store.putIfAbsent(BUCKET, key, bytes, "video/x-msvideo");
  }

  private String eTag() throws IOException {
    return store.head(BUCKET, key, null).eTag();
  }

  private VideoRef ref(@Nullable String eTag) {
    return new VideoRef(
        videoId,
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        BUCKET,
        key,
        null,
        eTag,
        100,
        "generation",
        1,
        null,
        null,
        new KafkaPosition("uploads", 0, 1));
  }
}
