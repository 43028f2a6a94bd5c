package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Videos with shots that move and shots that don't: some groups are skipped, some decoded in part, some in full. */
class FastTierTest {
  @TempDir
  static Path folder;

  /** A video to make. */
  record Kind(String file, SyntheticVideo.Builder video) {
    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("h264.mp4", shots(SyntheticCodec.H264)),
        new Kind("h264-one-group.mp4", shots(SyntheticCodec.H264).groupOfPictures(400)),
        new Kind("h264-fragmented.mp4", shots(SyntheticCodec.H264).fragmented(true)),
        new Kind("mpeg4-b-frames.mp4", shots(SyntheticCodec.MPEG4).bFrames(2)),
        new Kind("mpeg4-b-frames.mkv", shots(SyntheticCodec.MPEG4).bFrames(3)),
        new Kind("mpeg4.avi", shots(SyntheticCodec.MPEG4)),
        new Kind("mpeg2-open-groups.mov", shots(SyntheticCodec.MPEG2).bFrames(2)),
        new Kind("mpeg2-open-groups.ts", shots(SyntheticCodec.MPEG2).bFrames(2)),
        new Kind("vp9-odd-size.webm", shots(SyntheticCodec.VP9).size(161, 121)),
        new Kind("vp8-sound.webm", shots(SyntheticCodec.VP8).sound(true)),
        new Kind("mjpeg-every-frame.mov", shots(SyntheticCodec.MJPEG)),
        new Kind("h264-variable.mp4", shots(SyntheticCodec.H264).variableFrameRate(true)),
        new Kind(
            "mpeg4-variable.mkv", shots(SyntheticCodec.MPEG4).bFrames(2).variableFrameRate(true)));
  }

  private static SyntheticVideo.Builder shots(SyntheticCodec codec) {
    return SyntheticVideo.builder()
        .size(160, 120)
        .groupOfPictures(20)
        .codec(codec)
        .shot(37, 1)
        .stillShot(75, 2)
        .stillShot(53, 3)
        .dissolveTo(41, 4, 10)
        .stillShot(64, 5);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void hasTheFramesAndTheCutsOfTheFullTier(Kind kind) throws Exception {
    String file = write(kind);
    ScannedSpan full = ScannedSpan.whole(file);
    ScannedSpan fast = ScannedSpan.whole(file, ScanTier.FAST);
    assertThat(fast.times).containsExactlyElementsOf(full.times);
    assertThat(ends(fast)).containsExactlyElementsOf(ends(full));
    assertThat(fast.cuts).containsExactlyElementsOf(full.cuts);
    assertThat(full.candidates).containsAll(shared(fast, full));
  }

  /** The grid's candidates may be others, as the first frame that is decoded after a second. */
  private static List<String> shared(ScannedSpan of, ScannedSpan with) {
    List<Long> times = with.keyframes.stream().map(Keyframe::ptsMicros).toList();
    List<String> shared = new ArrayList<>();
    for (int i = 0; i < of.keyframes.size(); i++) {
      if (times.contains(of.keyframes.get(i).ptsMicros())) {
        shared.add(of.candidates.get(i));
      }
    }
    assertThat(shared).as("candidates of both").hasSizeGreaterThan(times.size() / 3);
    return shared;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void givesTheSameHoweverAVideoIsCut(Kind kind) throws Exception {
    // Given
    String file = write(kind);
    VideoInfo info = MediaProbe.probe(file);
    ScannedSpan whole = ScannedSpan.whole(file, ScanTier.FAST);

    // When
    ScannedSpan parts = new ScannedSpan(ScanTier.FAST);
    long from = Long.MIN_VALUE;
    for (long to : boundaries(whole.times)) {
      parts.scan(file, info, from, to);
      from = to;
    }
    parts.scan(file, info, from, Long.MAX_VALUE);

    // Then
    assertThat(parts.frames()).containsExactlyElementsOf(whole.frames());
    assertThat(parts.candidates).containsExactlyElementsOf(whole.candidates);
  }

  private static TreeSet<Long> boundaries(List<Long> times) {
    TreeSet<Long> boundaries = new TreeSet<>();
    Random random = new Random(11);
    for (int frame : new int[] {0, 1, 20, 40, 41, 80, 100, 111, 112, 113, times.size() - 1}) {
      boundaries.add(times.get(frame) + random.nextInt(3) - 1);
    }
    for (int i = 0; i < 5; i++) {
      boundaries.add(times.get(random.nextInt(times.size())));
    }
    return boundaries;
  }

  @Test
  void decodesLittleOfWhatIsStill() throws Exception {
    // Given
    SyntheticVideo.Builder video = SyntheticVideo.builder()
        .size(160, 120)
        .groupOfPictures(50)
        .stillShot(420, 1)
        .stillShot(280, 2);
    String file = write(new Kind("still.mp4", video));

    // When
    long before = Pulse.frames();
    ScannedSpan fast = ScannedSpan.whole(file, ScanTier.FAST);
    long decoded = Pulse.frames() - before;

    // Then
    assertThat(fast.times).hasSize(700);
    assertThat(fast.cuts).containsExactly(420L);
    assertThat(decoded).isLessThan(700 / 3);
  }

  private static List<Long> ends(ScannedSpan span) {
    List<Long> ends = new ArrayList<>();
    span.batches.forEach(batch -> ends.add(batch.endMicros()));
    return ends.subList(ends.size() - 1, ends.size());
  }

  private static String write(Kind kind) throws IOException {
    Path file = folder.resolve(kind.file());
    if (!Files.exists(file)) {
      kind.video().write(file);
    }
    return file.toString();
  }
}
