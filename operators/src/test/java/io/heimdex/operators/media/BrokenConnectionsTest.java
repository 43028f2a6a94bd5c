package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.Damage;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that break, and servers that refuse for a while, cost time and nothing else. */
class BrokenConnectionsTest {
  private static final int MOST_TRIES = 200;
  private static final int SEEDS = 4;
  private static final int REFUSED = 503;

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
    "index-at-the-end.mp4, true, false",
    "index-at-the-end.mp4, false, true",
    "index-at-the-end.mp4, true, true",
    "cues.mkv, true, false",
    "cues.mkv, false, true",
    "cues.mkv, true, true"
  })
  void leaveFramesAndFeaturesAsTheyAre(String name, boolean breaks, boolean refuses)
      throws Exception {
    // Given
    Path file = write(name);
    VideoInfo info = MediaProbe.probe(file.toString());
    ScannedSpan whole = ScannedSpan.whole(file.toString());
    byte[] object = Files.readAllBytes(file);
    long middle = whole.times.get(whole.times.size() / 2);

    for (int seed = 0; seed < SEEDS; seed++) {
      Random dice = new Random(seed);
      IntSupplier lengths =
          () -> breaks && dice.nextBoolean() ? dice.nextInt(object.length / 2) : Integer.MAX_VALUE;
      ScannedSpan parts = new ScannedSpan();
      try (RangeServer server = new RangeServer(object);
          BreakingConnections connections = new BreakingConnections(server.port(), lengths);
          FfmpegFrameScanner scanner = new FfmpegFrameScanner()) {
        if (refuses) {
          server.refuseNowAndThenWith(REFUSED, dice);
        }

        // When
        String url = server.url(connections.port()) + "#contents";
        VideoInfo probed = probeInTheEnd(url);
        scanInTheEnd(parts, scanner, url, info, middle);
        scanInTheEnd(parts, scanner, url, info, Long.MAX_VALUE);

        // Then
        assertThat(probed).as("seed " + seed).isEqualTo(info);
        assertThat(parts.frames()).as("seed " + seed).containsExactlyElementsOf(whole.frames());
        assertThat(parts.damage()).as("seed " + seed).isEqualTo(Damage.NONE);
      }
    }
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    SyntheticVideo.builder()
        .size(960, 540)
        .codec(SyntheticCodec.MPEG4)
        .bFrames(2)
        .groupOfPictures(50)
        .shot(75, 1)
        .shot(100, 2)
        .shot(75, 3)
        .build()
        .write(file);
    return file;
  }

  private static VideoInfo probeInTheEnd(String url) throws Exception {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        return MediaProbe.probe(url);
      } catch (IOException e) {
        // The next try may have more luck.
      }
    }
    throw new IOException("The video was not probed in " + MOST_TRIES + " tries");
  }

  /** Goes on behind the last frame that came, as the job does. */
  private static void scanInTheEnd(
      ScannedSpan parts, FrameScanner scanner, String url, VideoInfo info, long to)
      throws Exception {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      int frames = parts.times.size();
      long from = frames == 0 ? Long.MIN_VALUE : parts.times.get(frames - 1) + 1;
      try {
        scanner.scan(url, info, from, to, parts);
        return;
      } catch (IOException e) {
        // The next try goes on.
      }
    }
    throw new IOException("The video was not read in " + MOST_TRIES + " tries");
  }
}
