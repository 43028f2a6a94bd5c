package io.heimdex.operators.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.detect.SegmentProgress;
import io.heimdex.operators.detect.Segments;
import io.heimdex.operators.shot.DetectorKind;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.schema.Damage;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.SegmentTask;
import io.heimdex.schema.VideoRef;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssembleFunctionTest {
  private static final VideoRef FILM = Segments.video("film");
  private static final SyntheticVideo VIDEO = SyntheticVideo.random(5, 2000);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void findsTheSameScenesHoweverChunksComeAndWhateverCrashes(int seed) throws Exception {
    SyntheticVideo film = SyntheticVideo.random(seed, 1500);
    SyntheticVideo clip = SyntheticVideo.random(100 + seed, 300);
    List<SceneDraft> expectedFilm = inOnePiece(FILM, film);
    List<SceneDraft> expectedClip = inOnePiece(Segments.video("clip"), clip);
    Random random = new Random(seed);
    List<List<FrameChunk>> streams =
        new ArrayList<>(Segments.chunks(FILM, film, 1 + seed, 5 + random.nextInt(100)));
    streams.addAll(Segments.chunks(Segments.video("clip"), clip, 2, 40));

    try (AssembleHarness assemble = new AssembleHarness()) {
      for (FrameChunk chunk : interleaved(streams, random)) {
        assemble.give(chunk);
        if (random.nextInt(6) == 0) {
          assemble.restore();
        }
      }

      assertSame(of(assemble, "film"), expectedFilm);
      assertSame(of(assemble, "clip"), expectedClip);
    }
  }

  @Test
  void countsScenesDurationAndFramesOnTheLastSceneOnly() throws Exception {
    List<SceneDraft> drafts = inOnePiece(FILM, VIDEO);

    SceneDraft last = drafts.get(drafts.size() - 1);
    assertThat(last.sceneCount()).isEqualTo(drafts.size());
    assertThat(last.frames()).isEqualTo(2000);
    assertThat(last.durationMicros())
        .isEqualTo(last.endMicros())
        .isEqualTo(VIDEO.endMicros() - VIDEO.pts()[0]);
    assertThat(drafts.subList(0, drafts.size() - 1)).isNotEmpty().allSatisfy(draft -> {
      assertThat(draft.sceneCount()).isEqualTo(-1);
      assertThat(draft.frames()).isEqualTo(-1);
      assertThat(draft.durationMicros()).isEqualTo(-1);
    });
  }

  @Test
  void givesEachSceneItsOwnPictures() throws Exception {
    assertThat(inOnePiece(FILM, SyntheticVideo.steady(1000, 40_000, 200, 500)))
        .allSatisfy(draft -> assertThat(draft.keyframes()).isNotEmpty().allSatisfy(keyframe -> {
          assertThat(ByteBuffer.wrap(keyframe.jpeg()).getLong()).isEqualTo(keyframe.ptsMicros());
          assertThat(keyframe.ptsMicros() - 1_400_000)
              .isBetween(draft.startMicros(), draft.endMicros() - 1);
        }));
  }

  @Test
  void remembersOfAFinishedVideoOnlyItsRevision() throws Exception {
    try (AssembleHarness assemble = new AssembleHarness()) {
      List<FrameChunk> chunks = flat(Segments.chunks(FILM, VIDEO, 3, 50));
      assemble.give(chunks);
      int scenes = assemble.drafts().size();

      assemble.give(chunks);

      assertThat(assemble.drafts()).hasSize(scenes);
      assertThat(assemble.stateEntries()).isEqualTo(1);
    }
  }

  @Test
  void keepsNoMorePicturesThanAnOpenSceneMayHave() throws Exception {
    List<Keyframe> pictures = VIDEO.candidates().stream()
        .map(c -> new Keyframe(
            c.ptsMicros(),
            new byte[10_000],
            c.brightness(),
            c.contrast(),
            c.clipped(),
            c.sharpness()))
        .toList();
    SyntheticVideo heavy =
        new SyntheticVideo(VIDEO.pts(), VIDEO.features(), pictures, VIDEO.endMicros());
    try (AssembleHarness assemble = new AssembleHarness()) {
      List<FrameChunk> chunks = flat(Segments.chunks(FILM, heavy, 1, 50));
      assemble.give(chunks.subList(0, chunks.size() - 1));

      assertThat(pictures).hasSizeGreaterThan(200);
      assertThat(assemble.stateBytes()).isLessThan(50 * 10_000);
    }
  }

  @Test
  void takesWhatWaitedOneByOneSoThatACheckpointCanComeBetween() throws Exception {
    // Given
    List<SceneDraft> expected = inOnePiece(FILM, VIDEO);
    List<List<FrameChunk>> segments = Segments.chunks(FILM, VIDEO, 2, 50);
    List<FrameChunk> first = segments.get(0);
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.give(segments.get(1));
      assemble.give(first.subList(0, first.size() - 1));
      int before = assemble.drafts().size();

      // When
      assemble.giveOnly(first.get(first.size() - 1));

      // Then
      int steps = 0;
      int most = assemble.drafts().size() - before;
      for (int last = assemble.drafts().size(); assemble.step(); steps++) {
        most = Math.max(most, assemble.drafts().size() - last);
        last = assemble.drafts().size();
        assemble.restore();
      }
      assertThat(steps).isEqualTo(segments.get(1).size());
      assertThat(most).as("scenes of one step").isLessThan(expected.size() / 3);
      assertSame(assemble.drafts(), expected);
    }
  }

  @Test
  void ignoresAChunkThatItHasAlready() throws Exception {
    try (AssembleHarness assemble = new AssembleHarness()) {
      List<FrameChunk> chunks = flat(Segments.chunks(FILM, VIDEO, 2, 50));
      for (FrameChunk chunk : chunks) {
        assemble.give(chunk);
        assemble.give(chunks.get(0));
      }

      assertSame(assemble.drafts(), inOnePiece(FILM, VIDEO));
    }
  }

  @Test
  void letsANewerRevisionReplaceAnOlderOne() throws Exception {
    VideoRef newer = Segments.video("owner", "film", 2);
    try (AssembleHarness assemble = new AssembleHarness()) {
      List<FrameChunk> old = flat(Segments.chunks(FILM, SyntheticVideo.random(9, 900), 3, 50));
      assemble.give(old.subList(0, 1));
      assemble.give(old.subList(8, 12));
      int before = assemble.drafts().size();

      for (FrameChunk chunk : flat(Segments.chunks(newer, VIDEO, 2, 50))) {
        assemble.give(chunk);
        assemble.give(old.get(5));
      }
      assemble.give(old);

      assertSame(
          assemble.drafts().subList(before, assemble.drafts().size()), inOnePiece(newer, VIDEO));
    }
  }

  @Test
  void failsAVideoOnce() throws Exception {
    List<SegmentTask> tasks = Segments.of(FILM, VIDEO, 3);
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.give(Segments.failed(tasks.get(1), FailureCode.OBJECT_NOT_FOUND));
      assemble.give(Segments.failed(tasks.get(2), FailureCode.OBJECT_NOT_FOUND));
      assemble.give(flat(Segments.chunks(FILM, VIDEO, 3, 50)));

      assertThat(assemble.drafts())
          .containsExactly(SceneDraft.failed(
              FILM,
              SyntheticVideo.info(),
              new Failure(FailureCode.OBJECT_NOT_FOUND, "detect", "Damaged")));
      assertThat(assemble.stateEntries()).isEqualTo(1);
    }
  }

  @Test
  void indexesAVideoWithoutItsUndecodableEnd() throws Exception {
    SegmentTask last = Segments.of(FILM, VIDEO, 3).get(2);
    List<List<FrameChunk>> chunks = Segments.chunks(FILM, VIDEO, 3, 50);
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.give(Segments.failed(last, FailureCode.NO_FRAMES));
      assemble.give(chunks.get(0));
      assemble.give(chunks.get(1));

      SceneDraft end = assemble.drafts().get(assemble.drafts().size() - 1);
      assertThat(end.failure()).isNull();
      assertThat(end.frames()).isEqualTo(VIDEO.frameAt(last.fromMicros()));
      assertThat(end.sceneCount()).isEqualTo(assemble.drafts().size());
    }
  }

  @Test
  void failsAVideoOfWhichNoSegmentHasAFrame() throws Exception {
    try (AssembleHarness assemble = new AssembleHarness()) {
      for (SegmentTask task : Segments.of(FILM, VIDEO, 3)) {
        assemble.give(Segments.failed(task, FailureCode.NO_FRAMES));
      }

      assertThat(assemble.drafts())
          .singleElement()
          .satisfies(draft -> assertThat(draft.failure())
              .isEqualTo(new Failure(FailureCode.NO_FRAMES, "detect", "Damaged")));
    }
  }

  @Test
  void failsAVideoThatEndsWithoutAFrame() throws Exception {
    FrameChunk chunk = Segments.chunks(FILM, VIDEO, 1, 50).get(0).get(0);
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.give(new FrameChunk(
          FILM,
          chunk.info(),
          0,
          1,
          0,
          true,
          new long[0],
          new byte[0],
          List.of(),
          0,
          null,
          Damage.NONE));

      assertThat(assemble.drafts())
          .singleElement()
          .satisfies(draft ->
              assertThat(draft.failure().detail()).contains("None of the 1 segments of film"));
    }
  }

  @Test
  void failsAVideoWithoutAPicture() throws Exception {
    SyntheticVideo blind =
        new SyntheticVideo(VIDEO.pts(), VIDEO.features(), List.of(), VIDEO.endMicros());
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.give(flat(Segments.chunks(FILM, blind, 2, 50)));

      assertThat(assemble.drafts())
          .singleElement()
          .satisfies(draft -> assertThat(draft.failure().code()).isEqualTo(FailureCode.INCOMPLETE));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DetectorKind.class,
      names = {"ADAPTIVE", "HYBRID"})
  void failsAVideoWhoseDetectorIsChangedWhileItIsInWork(DetectorKind other) throws Exception {
    // Given
    List<FrameChunk> chunks = flat(Segments.chunks(FILM, VIDEO, 3, 50));
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.give(chunks.get(0));
      int before = assemble.drafts().size();

      // When
      assemble.restoreWith(new DetectorSettings(other, 27));
      assemble.give(chunks.subList(1, chunks.size()));

      // Then
      assertThat(assemble.drafts()).hasSize(before + 1);
      assertThat(assemble.drafts().get(before).failure().code())
          .isEqualTo(FailureCode.DETECTOR_CHANGED);
      assertThat(assemble.stateEntries()).isEqualTo(1);
    }
  }

  @Test
  void failsAVideoWhoseFramesWereMeasuredForAnotherDetector() throws Exception {
    // Given chunks of the content detector
    List<FrameChunk> chunks = flat(Segments.chunks(FILM, VIDEO, 1, 50));
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.restoreWith(new DetectorSettings(DetectorKind.HYBRID, 27));

      // When
      assemble.give(chunks);

      // Then
      assertThat(assemble.drafts())
          .singleElement()
          .satisfies(
              draft -> assertThat(draft.failure().code()).isEqualTo(FailureCode.DETECTOR_CHANGED));
    }
  }

  @Test
  void forgetsARevisionAfterADay() throws Exception {
    try (AssembleHarness assemble = new AssembleHarness()) {
      List<FrameChunk> chunks = flat(Segments.chunks(FILM, VIDEO, 1, 500));
      assemble.give(chunks);
      int scenes = assemble.drafts().size();

      assemble.pass(Duration.ofHours(25));
      assemble.give(chunks);

      assertThat(assemble.drafts()).hasSize(2 * scenes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {Assembly.class, FrameChunk.class, SceneDraft.class, SegmentProgress.class})
  void keepsNothingThatNeedsKryo(Class<?> type) {
    Configuration strict = new Configuration();
    strict.set(PipelineOptions.GENERIC_TYPES, false);

    TypeInformation<?> info = TypeInformation.of(type);

    assertThat(info).isInstanceOf(PojoTypeInfo.class);
    assertThat(info.createSerializer(new SerializerConfigImpl(strict))).isNotNull();
  }

  private static List<SceneDraft> inOnePiece(VideoRef ref, SyntheticVideo video) throws Exception {
    try (AssembleHarness assemble = new AssembleHarness()) {
      assemble.give(flat(Segments.chunks(ref, video, 1, video.frames())));
      return assemble.drafts();
    }
  }

  private static void assertSame(List<SceneDraft> actual, List<SceneDraft> expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private static List<SceneDraft> of(AssembleHarness assemble, String id) {
    return assemble.drafts().stream()
        .filter(d -> d.video().videoId().equals(id))
        .toList();
  }

  private static List<FrameChunk> flat(List<List<FrameChunk>> segments) {
    return segments.stream().flatMap(List::stream).toList();
  }

  /** Any order in which the chunks of each stream keep theirs. */
  private static List<FrameChunk> interleaved(List<List<FrameChunk>> streams, Random random) {
    List<Deque<FrameChunk>> left = new ArrayList<>();
    streams.forEach(stream -> left.add(new ArrayDeque<>(stream)));
    List<FrameChunk> all = new ArrayList<>();
    while (!left.isEmpty()) {
      Deque<FrameChunk> stream = left.get(random.nextInt(left.size()));
      all.add(stream.removeFirst());
      left.removeIf(Deque::isEmpty);
    }
    return all;
  }
}
