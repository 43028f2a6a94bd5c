package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaProbeTest {
  @TempDir
  Path folder;

  @Test
  void describesAVideo() throws Exception {
    // Given
    Path file = folder.resolve("a.mp4");
    SyntheticVideo.builder()
        .size(320, 180)
        .framesPerSecond(30)
        .pixelAspect(4, 3)
        .shot(60, 1)
        .write(file);

    // When
    VideoInfo info = MediaProbe.probe(file.toString());

    // Then
    assertThat(info)
        .isEqualTo(new VideoInfo(
            "mov,mp4,m4a,3gp,3g2,mj2",
            "h264",
            "video/mp4",
            0,
            320,
            180,
            0,
            4 / 3.0,
            30,
            0,
            2_000_000,
            Files.size(file),
            false,
            true,
            false));
  }

  @Test
  void hearsSound() throws Exception {
    assertThat(probe("a.mp4", small().sound(true)).hasAudio()).isTrue();
    assertThat(probe("a.webm", small().codec(SyntheticCodec.VP8).sound(true)).hasAudio())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 180, 270})
  void readsTheRotation(int degrees) throws Exception {
    VideoInfo info = probe("a.mp4", small().size(320, 180).rotation(degrees));
    assertThat(info.rotationDegrees()).isEqualTo(degrees);
    assertThat(info.rotationDegrees() % 180 == 90 ? info.height() : info.width())
        .isEqualTo(320);
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp4, MPEG4, video/mp4, true",
    "a.mov, MJPEG, video/quicktime, true",
    "a.mkv, H264, video/x-matroska, true",
    "a.webm, VP9, video/webm, true",
    "a.ts, MPEG2, video/mp2t, false",
    "a.avi, MPEG4, video/x-msvideo, false",
  })
  void tellsContainersApart(String name, SyntheticCodec codec, String mimeType, boolean seekable)
      throws Exception {
    VideoInfo info = probe(name, small().codec(codec));
    assertThat(info.mimeType()).isEqualTo(mimeType);
    assertThat(info.seekable()).isEqualTo(seekable);
  }

  @Test
  void goesByTheBytesNotByTheName() throws Exception {
    Path webm = folder.resolve("a.webm");
    small().codec(SyntheticCodec.VP8).write(webm);
    Path named = Files.move(webm, folder.resolve("video.mp4"));
    assertThat(MediaProbe.probe(named.toString()).mimeType()).isEqualTo("video/webm");
  }

  @Test
  void callsFragmentsWithoutIndexNotSeekable() throws Exception {
    assertThat(probe("a.mp4", small().fragmented(true)).seekable()).isFalse();
  }

  @Test
  void callsAVideoOfFarSyncFramesNotSeekable() throws Exception {
    SyntheticVideo.Builder minute =
        SyntheticVideo.builder().size(64, 48).framesPerSecond(5).shot(300, 1);
    assertThat(probe("a.mp4", minute.groupOfPictures(25)).seekable()).isTrue();
    assertThat(probe("b.mp4", minute.groupOfPictures(500)).seekable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no video", "{\"a\": [1, 2, 3]}\n", "<html><body>403</body></html>"})
  void rejectsText(String text) throws IOException {
    assertRejected(
        file("a.mp4", text.repeat(500).getBytes(StandardCharsets.UTF_8)), FailureCode.NOT_A_VIDEO);
    assertRejected(file("b.mp4", text.getBytes(StandardCharsets.UTF_8)), FailureCode.NOT_A_VIDEO);
  }

  @Test
  void rejectsNoise() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(5).nextBytes(noise);
    assertRejected(file("a.mp4", noise), FailureCode.NOT_A_VIDEO);
    assertRejected(file("b.mp4", new byte[200_000]), FailureCode.NOT_A_VIDEO);
  }

  @Test
  void rejectsPlaylistsThatLeadElsewhere() throws IOException {
    String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n";
    assertRejected(
        file("a.m3u8", playlist.getBytes(StandardCharsets.UTF_8)), FailureCode.NOT_A_VIDEO);
  }

  @Test
  void rejectsContainersThatAreNoneOfVideos() throws IOException {
    // Given 20 kHz of silence
    ByteBuffer wave = ByteBuffer.allocate(44 + 40_000).order(ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 40_000);
    wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    wave.putShort((short) 1).putInt(20_000).putInt(40_000).putShort((short) 2).putShort((short) 16);
    wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(40_000);
    assertRejected(file("a.mp4", wave.array()), FailureCode.CONTAINER_NOT_ACCEPTED);
  }

  @Test
  void rejectsAFileWithoutBytes() throws IOException {
    assertRejected(file("a.mp4", new byte[0]), FailureCode.OBJECT_EMPTY);
  }

  @Test
  void rejectsAFileThatLostItsEnd() throws IOException {
    Path file = folder.resolve("a.mp4");
    small().write(file);
    byte[] bytes = Files.readAllBytes(file);
    assertRejected(file("b.mp4", Arrays.copyOf(bytes, bytes.length / 2)), FailureCode.NOT_A_VIDEO);
  }

  @Test
  void rejectsStreamsThatAreNoVideo() throws IOException {
    // Given Motion JPEG in a transport stream, which is private data there
    Path file = folder.resolve("a.ts");
    small().codec(SyntheticCodec.MJPEG).sound(true).write(file);
    assertRejected(file, FailureCode.NO_VIDEO_STREAM);
  }

  @Test
  void failsOnAMissingFileInAWayThatMayPass() {
    assertThatThrownBy(() -> MediaProbe.probe(folder.resolve("none.mp4").toString()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() throws IOException {
    // Given
    Path file = folder.resolve("a.mp4");
    small().write(file);

    // When
    Thread.currentThread().interrupt();

    // Then
    assertThatThrownBy(() -> MediaProbe.probe(file.toString()))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static SyntheticVideo.Builder small() {
    return SyntheticVideo.builder().size(160, 120).shot(30, 1);
  }

  private VideoInfo probe(String name, SyntheticVideo.Builder video) throws Exception {
    Path file = folder.resolve(name);
    video.write(file);
    return MediaProbe.probe(file.toString());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void assertRejected(Path file, FailureCode code) {
    assertThatThrownBy(() -> MediaProbe.probe(file.toString()))
        .asInstanceOf(InstanceOfAssertFactories.type(MediaException.class))
        .returns(code, MediaException::code);
  }
}
