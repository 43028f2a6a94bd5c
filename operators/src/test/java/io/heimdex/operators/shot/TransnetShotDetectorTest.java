package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.TransnetFeatures;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransnetShotDetectorTest {
  private static final long FRAME = 40_000;
  /** Of the synthetic frames before each cut, also where windows meet; and of a dissolve over three frames. */
  private static final List<Integer> CUTS = List.of(10, 49, 50, 74, 99, 100, 149, 180);

  private static final int FIRST_OF_DISSOLVE = 160;
  private static final int LAST_OF_DISSOLVE = 163;

  @TempDir
  static Path folder;

  private static TransnetModel model;

  @BeforeAll
  static void writeModel() throws IOException {
    model = new TransnetModel(
        write("tiny.onnx", TinyTransnet.taking(ElementType.UINT8)).toString());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void findsCutsAndLongerTransitionsWhereverWindowsMeet() {
    List<Transition> found = feed(model.detector(), 0, 200);

    assertThat(found).containsExactlyElementsOf(expected(200));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 11, 12, 50, 52, 75, 100, 102, 150, 165})
  void decidesOnAllFramesOfAVideoOfAnyLength(int frames) {
    ShotDetector detector = model.detector();

    List<Transition> found = feed(detector, 0, frames);

    assertThat(found).containsExactlyElementsOf(expected(frames));
    assertThat(detector.decidedBefore()).isEqualTo(frames);
  }

  @Test
  void findsNothingInAVideoWithoutAFrame() {
    assertThat(model.detector().finish()).isEmpty();
  }

  @Test
  void goesOnFromASnapshotTakenAtAnyFrame() {
    for (int taken = 0; taken < 200; taken += 13) {
      // Given
      ShotDetector before = model.detector();
      List<Transition> found = new ArrayList<>();
      feed(before, 0, taken, found);

      // When
      ShotDetector after = model.detector();
      after.restore(before.snapshot());
      feed(after, taken, 200, found);
      found.addAll(after.finish());

      // Then
      assertThat(found).containsExactlyElementsOf(expected(200));
    }
  }

  @Test
  void returnsNoTransitionBeforeAFrameThatItCalledDecided() {
    ShotDetector detector = model.detector();
    for (int frame = 0; frame < 200; frame++) {
      long decided = detector.decidedBefore();
      List<Transition> found = new ArrayList<>();
      feed(detector, frame, frame + 1, found);
      assertThat(found).allMatch(transition -> transition.endFrame() >= decided);
      assertThat(detector.decidedBefore()).isBetween(Math.max(decided, frame - 99L), frame + 1L);
    }
  }

  @Test
  void tellsHowMuchTheLastFrameChanged() {
    ShotDetector detector = model.detector();
    feed(detector, 0, 1, new ArrayList<>());
    assertThat(detector.change()).isZero();
    feed(detector, 1, 12, new ArrayList<>());
    assertThat(detector.change()).isEqualTo(100);
  }

  static Stream<TinyTransnet> exports() {
    return Stream.of(
        TinyTransnet.taking(ElementType.FLOAT),
        TinyTransnet.taking(ElementType.FLOAT).logistic(),
        TinyTransnet.taking(ElementType.UINT8).logistic());
  }

  @ParameterizedTest
  @MethodSource("exports")
  void takesExportsOfFloatsAndThoseThatEndWithTheLogisticFunction(TinyTransnet export)
      throws IOException {
    try (TransnetModel other = new TransnetModel(write("other.onnx", export).toString())) {
      assertThat(feed(other.detector(), 0, 200)).containsExactlyElementsOf(expected(200));
    }
  }

  @Test
  void isNamedByTheFileAndADigestOfIt() throws IOException {
    try (TransnetModel other = new TransnetModel(
        write("other.onnx", TinyTransnet.taking(ElementType.FLOAT)).toString())) {
      assertThat(model.id()).matches("tiny@[0-9a-f]{12}");
      assertThat(other.id()).matches("other@[0-9a-f]{12}");
      assertThat(new DetectorSettings(DetectorKind.TRANSNETV2, 27, model).identity())
          .contains(model.id())
          .doesNotContain(folder.toString());
    }
  }

  @Test
  void saysWhatDoesNotFitAboutAModel() throws IOException {
    assertThatThrownBy(
            () -> idOf(write("w.onnx", TinyTransnet.taking(ElementType.UINT8).width(50))))
        .hasMessageContaining("w@")
        .hasMessageContaining("frames")
        .hasMessageContaining("[1, 100, 27, 48, 3]");
    assertThatThrownBy(
            () -> idOf(write("n.onnx", TinyTransnet.taking(ElementType.UINT8).scale(Float.NaN))))
        .hasMessageContaining("gives NaN");
    assertThatThrownBy(() -> idOf(Files.writeString(folder.resolve("t.onnx"), "no model")))
        .hasMessageContaining("t@")
        .hasMessageContaining("can't be loaded");
    assertThatThrownBy(() -> idOf(folder.resolve("none.onnx")))
        .hasMessageContaining("none.onnx failed: java.nio.file.NoSuchFileException");
  }

  @Test
  void findsTheCutsOfAVideoFile() throws Exception {
    // Given
    SyntheticVideo video = SyntheticVideo.builder()
        .size(160, 90)
        .shot(40, 1)
        .shot(60, 2)
        .shot(50, 3)
        .build();
    Path file = folder.resolve("video.mp4");
    video.write(file);
    DetectorSettings settings = new DetectorSettings(DetectorKind.TRANSNETV2, 27, model);

    // When
    ScannedVideo scanned = new SceneScan(
            new FfmpegFrameScanner(ScanSettings.DEFAULT.with(settings.features())),
            settings,
            SceneLimits.DEFAULT)
        .scan(file.toString(), MediaProbe.probe(file.toString()), (frames, micros) -> {});

    // Then
    assertThat(scanned.transitions())
        .extracting(found -> found.transition().endFrame())
        .containsExactlyElementsOf(video.cutFrames());
    assertThat(scanned.scenes()).hasSize(3);
  }

  @Test
  void refusesAStateOfAnotherVersion() {
    byte[] state = model.detector().snapshot();
    state[0] = 9;
    assertThatThrownBy(() -> model.detector().restore(state))
        .hasMessageContaining("Unknown version 9");
  }

  private static Path write(String name, TinyTransnet network) throws IOException {
    return Files.write(folder.resolve(name), network.build());
  }

  private static String idOf(Path file) {
    try (TransnetModel other = new TransnetModel(file.toString())) {
      return other.id();
    }
  }

  private static List<Transition> expected(int frames) {
    List<Transition> expected = new ArrayList<>();
    for (int cut : CUTS) {
      // Cuts at neighbouring frames are one run.
      if (CUTS.contains(cut + 1)) {
        expected.add(new Transition(TransitionKind.DISSOLVE, cut, cut + 2));
      } else if (!CUTS.contains(cut - 1)) {
        expected.add(new Transition(TransitionKind.CUT, cut, cut + 1));
      }
    }
    expected.add(new Transition(TransitionKind.DISSOLVE, FIRST_OF_DISSOLVE, LAST_OF_DISSOLVE));
    return expected.stream()
        .filter(transition -> transition.endFrame() < frames)
        .sorted((a, b) -> Long.compare(a.startFrame(), b.startFrame()))
        .toList();
  }

  private static List<Transition> feed(ShotDetector detector, int from, int to) {
    List<Transition> found = new ArrayList<>();
    feed(detector, from, to, found);
    found.addAll(detector.finish());
    return found;
  }

  private static void feed(ShotDetector detector, int from, int to, List<Transition> found) {
    byte[] features = new byte[2 * TransnetFeatures.BYTES];
    for (int frame = from; frame < to; frame++) {
      Arrays.fill(features, TransnetFeatures.BYTES, features.length, (byte) brightness(frame));
      found.addAll(detector.accept(frame * FRAME, features, TransnetFeatures.BYTES));
    }
  }

  /** Changes by 100 at each cut, and by 30 at each frame of the dissolve. */
  private static int brightness(int frame) {
    long cuts = CUTS.stream().filter(cut -> cut < frame).count();
    int dissolved =
        Math.min(Math.max(frame - FIRST_OF_DISSOLVE, 0), LAST_OF_DISSOLVE - FIRST_OF_DISSOLVE);
    return (int) (cuts % 2) * 100 + 30 * dissolved;
  }
}
