package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.media.FrameScanner.BatchHandler;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.Damage;
import io.heimdex.schema.VideoInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a video is cut into spans, its frames, features and candidates are those of one pass. */
class SpansTest {
  @TempDir
  Path folder;

  /** A video to make, and whether it can be sought in. */
  record Kind(String file, boolean seekable, SyntheticVideo.Builder video) {
    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("h264.mp4", true, shots(SyntheticCodec.H264)),
        new Kind("h264-long-group.mp4", true, shots(SyntheticCodec.H264).groupOfPictures(400)),
        new Kind("h264-fragmented.mp4", false, shots(SyntheticCodec.H264).fragmented(true)),
        new Kind("mpeg4-b-frames.mp4", true, shots(SyntheticCodec.MPEG4).bFrames(2)),
        new Kind("mpeg4-b-frames.mkv", true, shots(SyntheticCodec.MPEG4).bFrames(3)),
        new Kind("mpeg4.avi", false, shots(SyntheticCodec.MPEG4)),
        new Kind("mpeg2-open-groups.mov", true, shots(SyntheticCodec.MPEG2).bFrames(2)),
        new Kind("mpeg2-open-groups.ts", false, shots(SyntheticCodec.MPEG2).bFrames(2)),
        new Kind("vp9-odd-size.webm", true, shots(SyntheticCodec.VP9).size(161, 121)),
        new Kind("vp8-sound.webm", true, shots(SyntheticCodec.VP8).sound(true)),
        new Kind("mjpeg-every-frame.mov", true, shots(SyntheticCodec.MJPEG)),
        new Kind("h264-variable.mp4", true, shots(SyntheticCodec.H264).variableFrameRate(true)),
        new Kind(
            "mpeg4-variable.mkv",
            true,
            shots(SyntheticCodec.MPEG4).bFrames(2).variableFrameRate(true)));
  }

  private static SyntheticVideo.Builder shots(SyntheticCodec codec) {
    return SyntheticVideo.builder()
        .size(160, 120)
        .groupOfPictures(12)
        .codec(codec)
        .shot(37, 1)
        .shot(30, 2)
        .dissolveTo(41, 3, 10)
        .shot(28, 4);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void equalOnePass(Kind kind) throws Exception {
    // Given
    String file = write(kind);
    VideoInfo info = MediaProbe.probe(file);
    ScannedSpan whole = ScannedSpan.whole(file);

    // When
    ScannedSpan parts = inParts(file, info, whole);

    // Then
    assertThat(info.seekable()).isEqualTo(kind.seekable());
    assertThat(parts.frames()).containsExactlyElementsOf(whole.frames());
    assertThat(parts.candidates).containsExactlyElementsOf(whole.candidates);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void equalOnePassThroughAnInputThatIsKept(Kind kind) throws Exception {
    // Given
    String file = write(kind);
    VideoInfo info = MediaProbe.probe(file);
    ScannedSpan whole = ScannedSpan.whole(file);
    ScannedSpan parts = new ScannedSpan();

    // When one scanner reads all spans of one contents
    try (RangeServer server = new RangeServer(Files.readAllBytes(Path.of(file)));
        FfmpegFrameScanner scanner = new FfmpegFrameScanner()) {
      String url = server.url() + "#contents";
      long from = Long.MIN_VALUE;
      for (long to : List.of(whole.times.get(30), whole.times.get(61) + 1, whole.times.get(100))) {
        parts.scan(scanner, url, info, from, to);
        from = to;
      }
      parts.scan(scanner, url, info, from, Long.MAX_VALUE);
    }

    // Then
    assertThat(parts.frames()).containsExactlyElementsOf(whole.frames());
    assertThat(parts.candidates).containsExactlyElementsOf(whole.candidates);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void haveTheSignaturesOfOnePass(Kind kind) throws Exception {
    // Given
    String file = write(kind);
    TreeSet<Long> boundaries = boundaries(ScannedSpan.whole(file));

    // When
    byte[] whole = signatures(file, new TreeSet<>());
    byte[] parts = signatures(file, boundaries);

    // Then
    assertThat(whole).isNotEmpty();
    assertThat(parts).isEqualTo(whole);
  }

  private static byte[] signatures(String file, TreeSet<Long> boundaries) throws Exception {
    VideoInfo info = MediaProbe.probe(file);
    ByteArrayOutputStream signatures = new ByteArrayOutputStream();
    BatchHandler handler = batch -> signatures.writeBytes(batch.features());
    ScanSettings settings = ScanSettings.DEFAULT.with(FeatureKind.SIGNATURE);
    try (FfmpegFrameScanner scanner = new FfmpegFrameScanner(settings)) {
      long from = Long.MIN_VALUE;
      for (long to : boundaries) {
        scanner.scan(file, info, from, to, handler);
        from = to;
      }
      scanner.scan(file, info, from, Long.MAX_VALUE, handler);
    }
    return signatures.toByteArray();
  }

  private static ScannedSpan inParts(String file, VideoInfo info, ScannedSpan whole)
      throws Exception {
    ScannedSpan parts = new ScannedSpan();
    long from = Long.MIN_VALUE;
    for (long to : boundaries(whole)) {
      parts.scan(file, info, from, to);
      from = to;
    }
    return parts.scan(file, info, from, Long.MAX_VALUE);
  }

  /** On frames, just before and behind them, between them, before the video and behind it. */
  private static TreeSet<Long> boundaries(ScannedSpan whole) {
    TreeSet<Long> boundaries = new TreeSet<>();
    Random random = new Random(7);
    int frames = whole.times.size();
    for (int frame : new int[] {0, 1, 12, 24, 36, 37, 60, frames - 1}) {
      boundaries.add(whole.times.get(frame) + random.nextInt(3) - 1);
    }
    for (int i = 0; i < 4; i++) {
      boundaries.add(whole.times.get(random.nextInt(frames)));
      boundaries.add(random.nextLong(whole.times.get(frames - 1)));
    }
    boundaries.add(whole.times.get(0) - 1_000_000);
    boundaries.add(whole.times.get(frames - 1) + 1_000_000);
    return boundaries;
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264.mp4", "mpeg4.mkv", "mpeg2.mov"})
  void countEachDamageOnce(String name) throws Exception {
    // Given a video with two holes
    SyntheticCodec codec =
        SyntheticCodec.valueOf(name.substring(0, name.indexOf('.')).toUpperCase(Locale.ROOT));
    String file = write(new Kind(name, true, shots(codec)));
    byte[] bytes = Files.readAllBytes(Path.of(file));
    Arrays.fill(bytes, bytes.length * 2 / 5, bytes.length * 2 / 5 + 3000, (byte) 0x55);
    Arrays.fill(bytes, bytes.length * 3 / 5, bytes.length * 3 / 5 + 2000, (byte) 0x55);
    Files.write(Path.of(file), bytes);
    VideoInfo info = MediaProbe.probe(file);
    ScannedSpan whole = ScannedSpan.whole(file);

    // When
    ScannedSpan parts = inParts(file, info, whole);

    // Then
    assertThat(whole.damage().count()).isPositive();
    assertThat(parts.damage()).isEqualTo(whole.damage());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void showTheCutsAtTheirFrames(Kind kind) throws Exception {
    String file = write(kind);
    ScannedSpan whole = ScannedSpan.whole(file);
    SyntheticVideo video = kind.video().build();
    assertThat(whole.times).hasSize(video.frameCount());
    assertThat(whole.damage()).isEqualTo(Damage.NONE);
    assertThat(whole.cuts).containsExactlyElementsOf(video.cutFrames());
  }

  private String write(Kind kind) throws IOException {
    Path file = folder.resolve(kind.file());
    kind.video().write(file);
    return file.toString();
  }
}
