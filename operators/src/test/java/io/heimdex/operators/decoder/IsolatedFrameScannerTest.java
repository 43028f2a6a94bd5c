package io.heimdex.operators.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatedFrameScannerTest {
  @TempDir
  Path folder;

  @Test
  void handsOverWhatAScanInThisProcessDoes() throws Exception {
    // Given a name that only UTF-8 can spell
    Path file = folder.resolve("fünf Ärzte.mp4");
    SyntheticVideo.builder()
        .size(320, 180)
        .bFrames(2)
        .shot(40, 1)
        .shot(70, 2)
        .dissolveTo(200, 3, 10)
        .write(file);
    String url = file.toString();
    VideoInfo info = MediaProbe.probe(url);

    // When
    try (FrameScanner isolated = scanner(DecoderSettings.DEFAULT)) {
      List<String> whole = scan(isolated, url, info, Long.MIN_VALUE, Long.MAX_VALUE);
      List<String> middle = scan(isolated, url, info, 3_000_000, 7_000_000);

      // Then
      FrameScanner here = new FfmpegFrameScanner();
      assertThat(whole).hasSize(2).isEqualTo(scan(here, url, info, Long.MIN_VALUE, Long.MAX_VALUE));
      assertThat(middle).isEqualTo(scan(here, url, info, 3_000_000, 7_000_000));
    }
  }

  @Test
  void handsOverTheFramesThatALearnedDetectorLooksAt() throws Exception {
    // Given
    Path file = folder.resolve("video.mp4");
    SyntheticVideo.builder().size(320, 180).shot(150, 1).shot(70, 2).write(file);
    String url = file.toString();
    VideoInfo info = MediaProbe.probe(url);
    ScanSettings settings = ScanSettings.DEFAULT.with(FeatureKind.TRANSNET);

    // When
    try (FrameScanner isolated = new IsolatedFrameScanner(settings, DecoderSettings.DEFAULT)) {
      List<String> whole = scan(isolated, url, info, Long.MIN_VALUE, Long.MAX_VALUE);

      // Then
      FrameScanner here = new FfmpegFrameScanner(settings);
      assertThat(whole).hasSize(3).isEqualTo(scan(here, url, info, Long.MIN_VALUE, Long.MAX_VALUE));
    }
  }

  @Test
  void keepsItsProcessFromOneVideoToTheNext() throws Exception {
    // Given
    Path good = video("good.mp4");
    VideoInfo info = MediaProbe.probe(good.toString());
    Path sound = folder.resolve("sound.mkv");
    SyntheticVideo.builder().size(64, 48).shot(5, 1).codec(SyntheticCodec.MJPEG).write(sound);
    try (IsolatedFrameScanner scanner = scanner(DecoderSettings.DEFAULT)) {
      scan(scanner, good.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE);
      long pid = scanner.pid();

      // When a container has no such stream, and a file is not there
      assertThatThrownBy(() -> scan(
              scanner, folder.resolve("none.mp4").toString(), info, Long.MIN_VALUE, Long.MAX_VALUE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("none.mp4");
      assertThatThrownBy(() ->
              scan(scanner, Path.of("/dev/null").toString(), info, Long.MIN_VALUE, Long.MAX_VALUE))
          .isInstanceOf(IOException.class);

      // Then
      assertThat(scan(scanner, sound.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE))
          .isNotEmpty();
      assertThat(scanner.pid()).isEqualTo(pid).isPositive();
    }
  }

  @Test
  void saysWhatIsWrongWithAVideoAsAScanInThisProcessDoes() throws Exception {
    // Given a stream of damage alone
    Path file = folder.resolve("a.avi");
    SyntheticVideo.builder()
        .size(160, 120)
        .codec(SyntheticCodec.MJPEG)
        .shot(5, 1)
        .write(file);
    VideoInfo info = MediaProbe.probe(file.toString());
    Path damaged = Bombs.inPicturesOf(file, folder.resolve("b.avi"), picture -> picture.fill(7));

    try (FrameScanner scanner = scanner(DecoderSettings.DEFAULT)) {
      assertThatThrownBy(
              () -> scan(scanner, damaged.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE))
          .asInstanceOf(InstanceOfAssertFactories.type(MediaException.class))
          .returns(FailureCode.NO_FRAMES, MediaException::code);
    }
  }

  @Test
  void startsAnotherProcessAfterTheFirstHadNothingToDo() throws Exception {
    // Given
    DecoderSettings settings =
        Impatient.settings().idleEnd(Duration.ofMillis(100)).build();
    Path file = video("a.mp4");
    VideoInfo info = MediaProbe.probe(file.toString());
    try (IsolatedFrameScanner scanner = scanner(settings)) {
      List<String> first = scan(scanner, file.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE);

      // When
      await().atMost(Duration.ofMinutes(1)).until(() -> scanner.pid() < 0);

      // Then
      assertThat(scan(scanner, file.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE))
          .isEqualTo(first);
    }
  }

  @Test
  void endsItsProcessWhenItsThreadIsInterrupted() throws Exception {
    // Given
    Path file = Impatient.longVideo(folder);
    VideoInfo info = MediaProbe.probe(file.toString());
    try (IsolatedFrameScanner scanner = scanner(DecoderSettings.DEFAULT)) {
      ProcessHandle[] process = new ProcessHandle[1];

      // When
      assertThatThrownBy(() ->
              scanner.scan(file.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE, batch -> {
                process[0] = ProcessHandle.of(scanner.pid()).orElseThrow();
                Thread.currentThread().interrupt();
              }))
          .isInstanceOf(InterruptedException.class);

      // Then
      await().atMost(Duration.ofMinutes(1)).until(() -> !process[0].isAlive());
      assertThat(scan(scanner, file.toString(), info, 0, 100_000)).isNotEmpty();
      assertThatThrownBy(() -> scanner.scan(
              file.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE, batch -> scanner.close()))
          .as("closed amid a call")
          .isInstanceOf(IOException.class);
    }
  }

  private Path video(String name) throws IOException {
    Path file = folder.resolve(name);
    SyntheticVideo.builder().size(160, 120).shot(30, 1).write(file);
    return file;
  }

  private static IsolatedFrameScanner scanner(DecoderSettings settings) {
    return new IsolatedFrameScanner(ScanSettings.DEFAULT, settings);
  }

  private static List<String> scan(
      FrameScanner scanner, String url, VideoInfo info, long from, long to) throws Exception {
    Recording recording = new Recording();
    scanner.scan(url, info, from, to, recording);
    return recording.batches;
  }
}
