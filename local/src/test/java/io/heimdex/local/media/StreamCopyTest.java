package io.heimdex.local.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamCopyTest {
  @TempDir
  private Path folder;

  @Test
  void shortVideosBecomeALongOneWithEveryFrame() throws Exception {
    // Given
    Path first = write("first.mp4", 320, 1);
    Path second = write("second.mp4", 320, 2);
    Path joined = folder.resolve("joined.mp4");

    // When
    StreamCopy.Copied copied =
        StreamCopy.repeat(List.of(first, second), joined, Duration.ofSeconds(20));

    // Then
    assertThat(copied).isEqualTo(new StreamCopy.Copied(Duration.ofSeconds(20), 500, 25));
    VideoInfo info = MediaProbe.probe(joined.toString());
    assertThat(info.durationMicros()).isCloseTo(20_000_000, within(50_000L));
    assertThat(info.hasAudio()).isTrue();
    assertThat(frames(joined, info)).isEqualTo(500);
  }

  @Test
  void aVideoWithBFramesKeepsItsFramesWhereItsCopiesMeet() throws Exception {
    // Given
    Path file = folder.resolve("b.mp4");
    SyntheticVideo.builder()
        .size(160, 90)
        .codec(SyntheticCodec.MPEG4)
        .bFrames(2)
        .shot(50, 1)
        .write(file);
    Path joined = folder.resolve("joined.mp4");

    // When
    StreamCopy.repeat(List.of(file), joined, Duration.ofSeconds(10));

    // Then
    assertThat(frames(joined, MediaProbe.probe(joined.toString()))).isEqualTo(250);
  }

  @Test
  void theBeginningOfAVideoIsAVideo() throws Exception {
    // Given
    Path file = write("whole.mp4", 320, 1);
    Path cut = folder.resolve("cut.mp4");

    // When
    StreamCopy.beginning(file, cut, Duration.ofSeconds(1), Long.MAX_VALUE);

    // Then
    VideoInfo info = MediaProbe.probe(cut.toString());
    assertThat(info.width()).isEqualTo(320);
    assertThat(frames(cut, info)).isEqualTo(25);
    assertThat(Files.size(cut)).isLessThan(Files.size(file));
  }

  @Test
  void videosOfOtherSizesAreNotJoined() throws Exception {
    // Given
    Path small = write("small.mp4", 160, 1);
    Path large = write("large.mp4", 320, 1);

    // Then
    assertThatThrownBy(() -> StreamCopy.repeat(
            List.of(small, large), folder.resolve("joined.mp4"), Duration.ofSeconds(20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("large.mp4 are not those of the first video");
  }

  private Path write(String name, int width, long seed) throws IOException {
    Path file = folder.resolve(name);
    SyntheticVideo.builder()
        .size(width, 180)
        .sound(true)
        .shot(50, seed)
        .shot(50, seed + 1)
        .write(file);
    return file;
  }

  private static long frames(Path video, VideoInfo info) throws Exception {
    AtomicLong frames = new AtomicLong();
    new FfmpegFrameScanner()
        .scan(
            video.toString(),
            info,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            batch -> frames.addAndGet(batch.ptsMicros().length));
    return frames.get();
  }
}
