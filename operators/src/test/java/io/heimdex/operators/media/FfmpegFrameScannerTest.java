package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegFrameScannerTest {
  @TempDir
  Path folder;

  @Test
  void offersTheFirstFrameOneASecondAndOneSoonAfterACut() throws Exception {
    // Given
    String file = write("a.mp4", SyntheticVideo.builder().shot(60, 1).shot(40, 2));

    // When
    ScannedSpan scanned = ScannedSpan.whole(file);

    // Then
    assertThat(scanned.keyframes)
        .extracting(Keyframe::ptsMicros)
        .containsExactly(0L, 1_000_000L, 2_000_000L, 2_480_000L, 3_000_000L);
  }

  @Test
  void offersTheFrameShownAtEachSecondWhereFramesAreLong() throws Exception {
    // Given frames at 0, 0.3, 0.4, 0.5, 0.8, 0.9, 1.0, 1.3 …
    String file = write(
        "a.mp4",
        SyntheticVideo.builder().framesPerSecond(10).variableFrameRate(true).shot(20, 1));

    // When
    ScannedSpan scanned = ScannedSpan.whole(file);

    // Then
    assertThat(scanned.times).startsWith(0L, 300_000L, 400_000L, 500_000L, 800_000L);
    assertThat(scanned.keyframes)
        .extracting(Keyframe::ptsMicros)
        .containsExactly(0L, 1_000_000L, 2_000_000L, 3_000_000L);
  }

  @Test
  void offersNoMoreOfAStroboscopeThanTimePasses() throws Exception {
    // Given a cut every other frame
    SyntheticVideo.Builder strobe = SyntheticVideo.builder().size(64, 48);
    for (int i = 0; i < 50; i++) {
      strobe.shot(2, i);
    }

    // When
    ScannedSpan scanned = ScannedSpan.whole(write("a.mp4", strobe));

    // Then two a second
    assertThat(scanned.keyframes).hasSizeBetween(5, 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 180, 270})
  void turnsCandidatesUpright(int degrees) throws Exception {
    // Given a picture with a bright bar at its top
    String file =
        write("a.mp4", SyntheticVideo.builder().size(320, 180).rotation(degrees).shot(5, 1));

    // When
    RgbImage picture = firstCandidate(file);

    // Then
    assertThat(List.of(picture.width(), picture.height())).containsExactly(320, 180);
    assertThat(green(picture, 160, 8)).as("in the bar").isGreaterThan(230);
    assertThat(green(picture, 160, 172)).as("at the bottom").isLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 180, 270})
  void showsCandidatesOutOfTheMirror(int degrees) throws Exception {
    // Given the same picture, plain, and stored mirrored and turned
    SyntheticVideo.Builder plain = SyntheticVideo.builder().size(320, 180).shot(2, 1);
    RgbImage expected = firstCandidate(write("a.mp4", plain));
    String file = write("b.mp4", plain.rotation(degrees).mirrored(true));

    // When
    RgbImage picture = firstCandidate(file);

    // Then
    assertThat(MediaProbe.probe(file).mirrored()).isTrue();
    assertThat(size(picture)).isEqualTo(size(expected));
    assertThat(meanDifference(picture, expected)).isLessThan(8);
  }

  @Test
  void givesCandidatesSquarePixels() throws Exception {
    String wide =
        write("a.mp4", SyntheticVideo.builder().size(320, 180).pixelAspect(2, 1).shot(5, 1));
    String tall =
        write("b.mp4", SyntheticVideo.builder().size(320, 180).pixelAspect(1, 2).shot(5, 1));
    assertThat(size(firstCandidate(wide))).containsExactly(320, 90);
    assertThat(size(firstCandidate(tall))).containsExactly(160, 180);
  }

  @Test
  void shrinksCandidatesToTheShorterSide() throws Exception {
    String file = write("a.mp4", SyntheticVideo.builder().size(1280, 720).shot(3, 1));
    ScannedSpan scanned = ScannedSpan.whole(file);
    assertThat(size(firstCandidate(file))).containsExactly(683, 384);
    assertThat(scanned.keyframes.get(0).jpeg()).hasSizeLessThan(100_000);
    assertThat(scanned.keyframes.get(0).sharpness()).isPositive();
  }

  @Test
  void keepsTheColours() throws Exception {
    // Given the same picture in limited and in full range
    String limited = write("a.mp4", SyntheticVideo.builder().size(320, 180).shot(2, 2));
    String full = write(
        "b.mov",
        SyntheticVideo.builder().size(320, 180).codec(SyntheticCodec.MJPEG).shot(2, 2));

    // When
    RgbImage one = firstCandidate(limited);
    RgbImage other = firstCandidate(full);

    // Then the bar is as bright as it was painted (248), and all else alike
    assertThat(green(one, 160, 8)).isCloseTo(248, within(4));
    assertThat(green(other, 160, 8)).isCloseTo(248, within(4));
    assertThat(mean(one)).isCloseTo(mean(other), within(3.0));
  }

  @Test
  void scansAVideoOfOneFrame() throws Exception {
    String file = write("a.mp4", SyntheticVideo.builder().shot(1, 1));
    ScannedSpan scanned = ScannedSpan.whole(file);
    assertThat(scanned.times).containsExactly(0L);
    assertThat(scanned.features.get(0)).startsWith("[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ");
    assertThat(scanned.keyframes).hasSize(1);
    assertThat(scanned.batches.get(0).endMicros()).isEqualTo(40_000);
  }

  @Test
  void handsOverBoundedBatchesAndMarksTheLast() throws Exception {
    String file = write("a.mp4", SyntheticVideo.builder().size(64, 48).shot(600, 1));
    ScannedSpan scanned = ScannedSpan.whole(file);
    assertThat(scanned.batches)
        .extracting(batch -> batch.ptsMicros().length)
        .containsExactly(256, 256, 88);
    assertThat(scanned.batches).extracting(FrameBatch::last).containsExactly(false, false, true);
    assertThat(scanned.batches.get(2).endMicros()).isEqualTo(24_000_000);
  }

  @Test
  void endsASpanWithoutFramesWithAnEmptyBatch() throws Exception {
    String file = write("a.mp4", SyntheticVideo.builder().shot(20, 1));
    ScannedSpan span = new ScannedSpan().scan(file, MediaProbe.probe(file), 400_001, 439_999);
    assertThat(span.times).isEmpty();
    assertThat(span.batches).singleElement().matches(FrameBatch::last);
  }

  @Test
  void scansWhatATruncatedFileHas() throws Exception {
    // Given
    String file = write("a.mkv", SyntheticVideo.builder().shot(100, 1));
    byte[] bytes = Files.readAllBytes(Path.of(file));
    Files.write(Path.of(file), Arrays.copyOf(bytes, bytes.length / 2));

    // When
    ScannedSpan scanned = ScannedSpan.whole(file);

    // Then
    assertThat(scanned.times).hasSizeBetween(10, 90);
  }

  @Test
  void skipsWhatIsDamaged() throws Exception {
    // Given
    String file = write("a.mp4", SyntheticVideo.builder().groupOfPictures(10).shot(100, 1));
    overwrite(Path.of(file), 0.4, 0.5);

    // When
    ScannedSpan scanned = ScannedSpan.whole(file);

    // Then
    assertThat(scanned.times).hasSizeBetween(70, 100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void saysThatThereAreNoFramesWhereNoneDecodes() throws Exception {
    // Given a file whose header is whole, and whose pictures are not
    String file = write("a.mp4", SyntheticVideo.builder().size(320, 180).shot(30, 1));
    VideoInfo info = MediaProbe.probe(file);
    byte[] bytes = Files.readAllBytes(Path.of(file));
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("moov");
    Arrays.fill(bytes, 48, header - 8, (byte) 0);
    Files.write(Path.of(file), bytes);

    // Then
    assertThatThrownBy(() -> new ScannedSpan().scan(file, info, Long.MIN_VALUE, Long.MAX_VALUE))
        .asInstanceOf(InstanceOfAssertFactories.type(MediaException.class))
        .returns(FailureCode.NO_FRAMES, MediaException::code);
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() throws Exception {
    // Given
    String file = write("a.mp4", SyntheticVideo.builder().size(64, 48).shot(600, 1));
    VideoInfo info = MediaProbe.probe(file);
    ScannedSpan seen = new ScannedSpan();

    // When the first of three batches interrupts
    assertThatThrownBy(() -> new FfmpegFrameScanner()
            .scan(file, info, Long.MIN_VALUE, Long.MAX_VALUE, batch -> {
              seen.handle(batch);
              Thread.currentThread().interrupt();
            }))
        .isInstanceOf(InterruptedException.class);

    // Then
    assertThat(seen.batches).hasSize(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private String write(String name, SyntheticVideo.Builder video) throws IOException {
    Path file = folder.resolve(name);
    video.write(file);
    return file.toString();
  }

  private static void overwrite(Path file, double from, double to) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, (int) (bytes.length * from), (int) (bytes.length * to), (byte) 0);
    Files.write(file, bytes);
  }

  private static RgbImage firstCandidate(String file) throws Exception {
    return ImageCodec.decode(ScannedSpan.whole(file).keyframes.get(0).jpeg());
  }

  private static List<Integer> size(RgbImage image) {
    return List.of(image.width(), image.height());
  }

  private static int green(RgbImage image, int x, int y) {
    return image.rgb()[3 * (y * image.width() + x) + 1] & 0xff;
  }

  private static double meanDifference(RgbImage one, RgbImage other) {
    long sum = 0;
    for (int i = 0; i < one.rgb().length; i++) {
      sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
    }
    return (double) sum / one.rgb().length;
  }

  private static double mean(RgbImage image) {
    long sum = 0;
    for (byte value : image.rgb()) {
      sum += value & 0xff;
    }
    return (double) sum / image.rgb().length;
  }
}
