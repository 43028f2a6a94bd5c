package io.heimdex.local.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.MediaSettings;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.storage.S3ObjectStore;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An S3 server over https, read by the AWS SDK and by FFmpeg. */
class SecureS3IT {
  private static final String KEY = "v.mp4";

  @TempDir
  private static Path folder;

  private static Certificates certificates;
  private static Certificates others;
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.create(folder.resolve("ours"), "dns:localhost,ip:127.0.0.1");
    others = Certificates.create(folder.resolve("others"), "dns:localhost,ip:127.0.0.1");
    server = S3Server.startSecure(Files.createDirectories(folder.resolve("s3")), certificates);
    Path video = folder.resolve(KEY);
    SyntheticVideo.builder()
        .size(64, 36)
        .framesPerSecond(25)
        .shot(30, 1)
        .build()
        .write(video);
    try (S3ObjectStore store = store("localhost", certificates.caFile())) {
      store.putIfAbsent(S3Server.BUCKET, KEY, Files.readAllBytes(video), "video/mp4");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void aServerThatAKnownAuthorityVouchesForIsReadByTheSdkAndByFfmpeg(String host) throws Exception {
    // Given
    MediaSettings media = new MediaSettings(certificates.caFile().toString());
    String url = url(host, certificates.caFile());

    // When
    VideoInfo info = MediaProbe.probe(url, media);
    AtomicInteger frames = new AtomicInteger();
    new FfmpegFrameScanner(ScanSettings.DEFAULT, media)
        .scan(
            url,
            info,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            batch -> frames.addAndGet(batch.ptsMicros().length));

    // Then
    assertThat(info.width()).isEqualTo(64);
    assertThat(frames).hasValue(30);
    try (S3ObjectStore store = store(host, certificates.caFile())) {
      assertThat(store.read(S3Server.BUCKET, KEY)).hasSize(Math.toIntExact(info.sizeBytes()));
    }
  }

  @Test
  void aServerThatNobodyKnownVouchesForIsNotReadAndTheVideoIsNotBlamed() {
    // With the certificates of somebody else, or those of the JDK
    assertRefused("localhost", others.caFile());
    assertRefused("localhost", null);
  }

  @Test
  void aServerOfAnotherNameThanItsCertificateTellsIsNotRead() throws Exception {
    // Given
    Certificates elsewhere = Certificates.create(folder.resolve("else"), "dns:elsewhere.example");
    S3Server impostor =
        S3Server.startSecure(Files.createDirectories(folder.resolve("s3-else")), elsewhere);

    // When, Then
    try (impostor) {
      S3Settings settings = impostor.secureSettings("localhost", elsewhere.caFile());
      assertRefused(settings, elsewhere.caFile());
    }
  }

  private static void assertRefused(String host, @Nullable Path caFile) {
    assertRefused(server.secureSettings(host, caFile), caFile);
  }

  private static void assertRefused(S3Settings settings, @Nullable Path caFile) {
    MediaSettings media = new MediaSettings(caFile == null ? null : caFile.toString());
    try (S3ObjectStore store = new S3ObjectStore(settings)) {
      String url = store.presignedUrl(S3Server.BUCKET, KEY, null, Duration.ofMinutes(5));
      assertThatThrownBy(() -> store.read(S3Server.BUCKET, KEY))
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining("ertificate");
      assertThatThrownBy(() -> MediaProbe.probe(url, media))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(MediaException.class)
          .hasMessageContaining(caFile == null ? "the JDK trusts" : caFile.toString())
          .hasMessageNotContaining("X-Amz-Signature");
    }
  }

  private static S3ObjectStore store(String host, Path caFile) {
    return new S3ObjectStore(server.secureSettings(host, caFile));
  }

  private static String url(String host, Path caFile) {
    try (S3ObjectStore store = store(host, caFile)) {
      return store.presignedUrl(S3Server.BUCKET, KEY, null, Duration.ofMinutes(5));
    }
  }
}
