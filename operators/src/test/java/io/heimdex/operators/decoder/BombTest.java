package io.heimdex.operators.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much: each ends soon, with a code, and the next video works. */
@Timeout(180)
class BombTest {
  @TempDir
  Path folder;

  private final DecoderSettings settings =
      Impatient.settings().memory(512L << 20).cpu(Duration.ofSeconds(3)).build();
  private final IsolatedVideoProber prober = new IsolatedVideoProber(settings);

  @AfterEach
  void close() {
    prober.close();
  }

  @Test
  void rejectsAContainerThatClaimsHugePictures() throws Exception {
    // Given
    Path bomb = Bombs.claimInMp4(video("a.mp4"), folder.resolve("b.mp4"), "avc1", 30_000, 30_000);

    // When, Then
    assertRejected(bomb, FailureCode.RESOLUTION_EXCEEDED);
    assertProbes("good.mp4");
  }

  @Test
  void skipsPicturesThatClaimAHugeSizeInMidStream() throws Exception {
    // Given pictures that are larger than their container says
    Path video = folder.resolve("a.avi");
    SyntheticVideo.builder()
        .size(160, 120)
        .codec(SyntheticCodec.MJPEG)
        .shot(9, 1)
        .write(video);
    VideoInfo info = MediaProbe.probe(video.toString());
    Path bomb = Bombs.inPicturesOf(
        video, folder.resolve("b.avi"), picture -> picture.claim(30_000, 30_000));
    try (IsolatedFrameScanner scanner = new IsolatedFrameScanner(ScanSettings.DEFAULT, settings)) {
      // When
      assertThatThrownBy(() ->
              scanner.scan(bomb.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE, new Recording()))
          .asInstanceOf(InstanceOfAssertFactories.type(MediaException.class))
          .returns(FailureCode.NO_FRAMES, MediaException::code);

      // Then
      Recording good = new Recording();
      scanner.scan(video.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE, good);
      assertThat(good.batches).isNotEmpty();
    }
  }

  @Test
  void endsAContainerOfTooManyStreams() throws Exception {
    assertFault(
        Bombs.streams(folder.resolve("a.mp4"), 1_000_000), FailureCode.DECODER_LIMIT_EXCEEDED);
    assertProbes("good.mp4");
  }

  @Test
  void endsAContainerOfTooManyTags() throws Exception {
    Path bomb = Bombs.tags(video("a.mkv"), folder.resolve("b.mkv"), 300_000);
    assertFault(bomb, FailureCode.DECODER_STUCK);
    assertProbes("good.mp4");
  }

  @Test
  void probesAsThisProcessDoes() throws Exception {
    Path file = video("a.mp4");
    assertThat(prober.probe(file.toString())).isEqualTo(MediaProbe.probe(file.toString()));
  }

  @Test
  void endsAProbeWhenItsThreadIsInterrupted() throws Exception {
    Path file = video("a.mp4");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> prober.probe(file.toString()))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertProbes("good.mp4");
  }

  private Path video(String name) throws IOException {
    Path file = folder.resolve(name);
    SyntheticVideo.builder().size(160, 120).shot(30, 1).write(file);
    return file;
  }

  private void assertProbes(String name) throws Exception {
    assertThat(prober.probe(video(name).toString()).codec()).isEqualTo("h264");
  }

  private void assertRejected(Path file, FailureCode code) {
    assertThatThrownBy(() -> prober.probe(file.toString()))
        .asInstanceOf(InstanceOfAssertFactories.type(MediaException.class))
        .returns(code, MediaException::code);
  }

  private void assertFault(Path file, FailureCode code) {
    assertThatThrownBy(() -> prober.probe(file.toString()))
        .asInstanceOf(InstanceOfAssertFactories.type(DecoderFaultException.class))
        .returns(code, DecoderFaultException::code);
  }
}
