package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteMediaTest {
  @TempDir
  static Path folder;

  private static String file;
  private static byte[] bytes;

  @BeforeAll
  static void makeVideo() throws IOException {
    Path path = folder.resolve("a.mp4");
    SyntheticVideo.builder().size(320, 180).shot(300, 1).shot(300, 2).write(path);
    file = path.toString();
    bytes = Files.readAllBytes(path);
  }

  @Test
  void isTheSameAsAFile() throws Exception {
    try (RangeServer server = new RangeServer(bytes)) {
      assertThat(MediaProbe.probe(server.url())).isEqualTo(MediaProbe.probe(file));
      assertThat(ScannedSpan.whole(server.url()).frames())
          .containsExactlyElementsOf(ScannedSpan.whole(file).frames());
    }
  }

  @Test
  void isNotReadAsAWhole() throws Exception {
    // Given a video with 64 MB of nothing behind it, as a box that may be skipped
    int padding = 64 << 20;
    byte[] padded = Arrays.copyOf(bytes, bytes.length + padding);
    ByteBuffer.wrap(padded, bytes.length, 8)
        .putInt(padding)
        .put("free".getBytes(StandardCharsets.US_ASCII));
    try (RangeServer server = new RangeServer(padded)) {
      VideoInfo info = MediaProbe.probe(server.url());

      // When its last second is scanned
      ScannedSpan end = new ScannedSpan().scan(server.url(), info, 23_000_000, Long.MAX_VALUE);

      // Then it took less than half, most of it in the connection's buffers
      assertThat(end.times).hasSize(25);
      assertThat(server.bytesSent).hasValueLessThan(padding / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500, 503})
  void mayComeBackWhenTheServerFails(int status) throws IOException {
    try (RangeServer server = new RangeServer(bytes).refuseWith(status)) {
      assertThatThrownBy(() -> MediaProbe.probe(server.url())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void isMissingWhenTheServerSaysSo() throws IOException {
    try (RangeServer server = new RangeServer(bytes).refuseWith(404)) {
      assertThatThrownBy(() -> MediaProbe.probe(server.url()))
          .asInstanceOf(InstanceOfAssertFactories.type(MediaException.class))
          .returns(FailureCode.OBJECT_NOT_FOUND, MediaException::code);
    }
  }

  @Test
  void isNotShortenedByABrokenConnection() throws Exception {
    try (RangeServer server = new RangeServer(bytes)) {
      VideoInfo info = MediaProbe.probe(server.url());
      server.cutAt(bytes.length / 2);
      assertThatThrownBy(
              () -> new ScannedSpan().scan(server.url(), info, Long.MIN_VALUE, Long.MAX_VALUE))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void isLeftAtOnceWhenTheThreadIsInterrupted() throws Exception {
    try (RangeServer server = new RangeServer(bytes)) {
      // Given a scan that waits for bytes
      VideoInfo info = MediaProbe.probe(server.url());
      server.hangAt(bytes.length / 2);
      CompletableFuture<Throwable> outcome = new CompletableFuture<>();
      Thread scan = new Thread(() -> {
        try {
          new ScannedSpan().scan(server.url(), info, Long.MIN_VALUE, Long.MAX_VALUE);
          outcome.complete(new AssertionError("The scan came to its end"));
        } catch (Throwable e) {
          outcome.complete(e);
        }
      });
      scan.start();
      server.hanging.await();

      // When
      scan.interrupt();

      // Then
      assertThat(outcome)
          .succeedsWithin(Duration.ofSeconds(5))
          .isInstanceOf(InterruptedException.class);
      scan.join();
    }
  }
}
