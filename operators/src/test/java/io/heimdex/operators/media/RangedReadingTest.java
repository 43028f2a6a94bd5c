package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of an object is read, and how often. */
class RangedReadingTest {
  private static final int FRAMES = 150;
  /** Of the first request at a place. */
  private static final int JUMP = 262_144;

  @TempDir
  static Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"index-at-the-end.mov", "cues.mkv", "no-index.avi"})
  void readsAnObjectOnceInOnePass(String name) throws Exception {
    byte[] object = video(name, 960, 540);
    try (RangeServer server = new RangeServer(object)) {
      // Given
      VideoInfo info = MediaProbe.probe(server.url());
      server.bytesSent.set(0);

      // When
      ScannedSpan scanned =
          new ScannedSpan().scan(server.url(), info, Long.MIN_VALUE, Long.MAX_VALUE);

      // Then
      assertThat(scanned.times).hasSize(FRAMES);
      assertThat(server.bytesSent.get()).isLessThan(object.length * 11L / 10 + 2 * JUMP);
    }
  }

  @Test
  void readsTheIndexOnceForAllSpansOfAVideo() throws Exception {
    byte[] object = video("index-at-the-end.mov");
    int index = new String(object, StandardCharsets.ISO_8859_1).lastIndexOf("moov");
    try (RangeServer server = new RangeServer(object);
        FfmpegFrameScanner scanner = new FfmpegFrameScanner()) {
      // Given
      VideoInfo info = MediaProbe.probe(server.url());
      String url = server.url() + "#one";
      scan(scanner, url, info, 0);
      server.starts.clear();

      // When under addresses that are signed anew
      scan(scanner, url.replace("signature", "other"), info, 1);
      scan(scanner, url.replace("signature", "third"), info, 2);

      // Then
      assertThat(server.starts).isNotEmpty().allMatch(start -> start > 0 && start < index - 16);
    }
  }

  @Test
  void opensAVideoAnewWhereNothingNamesItsContents() throws Exception {
    byte[] object = video("index-at-the-end.mov");
    try (RangeServer server = new RangeServer(object);
        FfmpegFrameScanner scanner = new FfmpegFrameScanner()) {
      VideoInfo info = MediaProbe.probe(server.url());
      scan(scanner, server.url(), info, 0);
      server.starts.clear();
      scan(scanner, server.url(), info, 1);
      assertThat(server.starts).contains(0);
    }
  }

  @Test
  void readsOtherContentsFromTheirStart() throws Exception {
    // Given two videos of one description
    byte[] object = video("index-at-the-end.mov");
    byte[] other = video("other.mov");
    try (RangeServer server = new RangeServer(object);
        FfmpegFrameScanner scanner = new FfmpegFrameScanner()) {
      VideoInfo info = MediaProbe.probe(server.url());
      scan(scanner, server.url() + "#one", info, 0);

      // When
      server.replace(other);
      ScannedSpan second = scan(scanner, server.url() + "#other", info, 1);

      // Then
      assertThat(second.frames()).isNotEmpty();
      assertThat(second.frames())
          .containsExactlyElementsOf(
              scan(new FfmpegFrameScanner(), folder.resolve("320other.mov").toString(), info, 1)
                  .frames());
    }
  }

  /** One of three parts. */
  private static ScannedSpan scan(FrameScanner scanner, String url, VideoInfo info, int part)
      throws Exception {
    return new ScannedSpan()
        .scan(
            scanner,
            url,
            info,
            part * 2_000_000L,
            part == 2 ? Long.MAX_VALUE : part * 2_000_000L + 2_000_000L);
  }

  private static byte[] video(String name) throws IOException {
    return video(name, 320, 180);
  }

  private static byte[] video(String name, int width, int height) throws IOException {
    Path file = folder.resolve(width + name);
    if (!Files.exists(file)) {
      SyntheticVideo.builder()
          .size(width, height)
          .codec(SyntheticCodec.MJPEG)
          .shot(FRAMES, name.startsWith("other") ? 2 : 1)
          .write(file);
    }
    return Files.readAllBytes(file);
  }
}
