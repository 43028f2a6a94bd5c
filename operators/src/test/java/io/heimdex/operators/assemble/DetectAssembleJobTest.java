package io.heimdex.operators.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.attempt.AttemptNotes;
import io.heimdex.operators.detect.DetectOperatorFactory;
import io.heimdex.operators.detect.ScriptedScanner;
import io.heimdex.operators.detect.ScriptedScanner.Script;
import io.heimdex.operators.detect.Segments;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.shot.BuiltScene;
import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.SceneScan;
import io.heimdex.operators.shot.ShotDetectorFactory;
import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.operators.shot.ThresholdDetector;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.SegmentTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detect and assemble in a real job: the scenes are those that a scan outside of Flink finds. */
@Timeout(120)
class DetectAssembleJobTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
          .setNumberTaskManagers(2)
          .setNumberSlotsPerTaskManager(2)
          .build());

  private static final SceneLimits LIMITS = new SceneLimits(600_000, 8_000_000);
  private static final ShotDetectorFactory DETECTORS = frameRate -> new ThresholdDetector(6);
  private static final Map<String, SyntheticVideo> VIDEOS = Map.of(
      "film", SyntheticVideo.random(11, 4000),
      "clip", SyntheticVideo.random(12, 200),
      "still", SyntheticVideo.steady(1, 40_000));

  // The job's own copies of a function can reach the test through static fields only.
  private static volatile FrameScanner scanner = scanner(Script.NONE);
  private static volatile List<SegmentTask> tasks = List.of();

  @BeforeEach
  void noScript() {
    scanner = scanner(Script.NONE);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "2, 3", "4, 16"})
  void findsTheSameScenesAtAnyParallelismAndSegmentLength(int parallelism, int segments)
      throws Exception {
    assertSameAsScan(run(parallelism, segments));
  }

  @Test
  void findsTheSameScenesThroughACrashInTheMiddleOfASegment() throws Exception {
    AtomicBoolean alive = new AtomicBoolean(true);
    ScriptedScanner crashing = scanner((path, frame) -> {
      // In the first of the two segments, far from where either begins.
      if (path.contains("film") && frame > 500 && frame < 1500 && alive.get()) {
        int completed = HeldSource.CHECKPOINTS.get();
        // The second one to complete from here on was triggered from here on.
        Awaitility.await().until(() -> HeldSource.CHECKPOINTS.get() >= completed + 2);
        if (alive.compareAndSet(true, false)) {
          throw new IllegalStateException("The test crashes the job");
        }
      }
    });
    scanner = crashing;

    Map<String, List<SceneDraft>> drafts = run(2, 2);

    assertSameAsScan(drafts);
    assertThat(alive).isFalse();
    assertThat(crashing.calls())
        .as("resumed behind frames that were handed over before the crash")
        .anyMatch(call -> call.path().contains("film")
            && tasks.stream().noneMatch(task -> task.fromMicros() == call.fromMicros()));
  }

  private static Map<String, List<SceneDraft>> run(int parallelism, int segments) throws Exception {
    tasks = VIDEOS.keySet().stream()
        .sorted()
        .flatMap(id ->
            Segments.of(Segments.video(id), VIDEOS.get(id), id.equals("still") ? 1 : segments)
                .stream())
        .toList();
    Map<String, List<SceneDraft>> drafts = new HashMap<>();
    int ended = 0;
    try (CloseableIterator<SceneDraft> results = pipeline(parallelism).executeAndCollect()) {
      while (ended < VIDEOS.size()) {
        SceneDraft draft = results.next();
        drafts.computeIfAbsent(draft.video().videoId(), id -> new ArrayList<>()).add(draft);
        ended += draft.sceneCount() > 0 || draft.failure() != null ? 1 : 0;
      }
    }
    return drafts;
  }

  private static DataStream<SceneDraft> pipeline(int parallelism) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    env.setParallelism(parallelism);
    env.enableCheckpointing(50);
    return env.addSource(new HeldSource(tasks.size()), TypeInformation.of(Integer.class))
        .map(number -> tasks.get(number))
        .returns(SegmentTask.class)
        .rebalance()
        .transform(
            "detect",
            TypeInformation.of(FrameChunk.class),
            new DetectOperatorFactory(() -> scanner, Segments.store(), AttemptNotes::generous))
        .keyBy(chunk -> chunk.video().videoId())
        .process(new AssembleFunction(DETECTORS, LIMITS));
  }

  private static void assertSameAsScan(Map<String, List<SceneDraft>> drafts) throws Exception {
    for (String id : VIDEOS.keySet()) {
      List<BuiltScene> expected = new SceneScan(scanner(Script.NONE), DETECTORS, LIMITS)
          .scan("http://any" + Segments.path(id), SyntheticVideo.info(), (frames, micros) -> {})
          .scenes();
      assertThat(drafts.get(id)).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertSame(drafts.get(id).get(i), expected.get(i));
      }
    }
  }

  private static void assertSame(SceneDraft draft, BuiltScene scene) {
    assertThat(draft.sceneIndex()).isEqualTo(scene.index());
    assertThat(draft.startMicros()).isEqualTo(scene.startMicros());
    assertThat(draft.endMicros()).isEqualTo(scene.endMicros());
    assertThat(draft.thumbnail()).isEqualTo(scene.thumbnail());
    assertThat(draft.keyframes())
        .extracting(Keyframe::ptsMicros)
        .containsExactlyElementsOf(scene.keyframes());
  }

  private static ScriptedScanner scanner(Script script) {
    Map<String, SyntheticVideo> byPath = new HashMap<>();
    VIDEOS.forEach((id, video) -> byPath.put(Segments.path(id), video));
    return new ScriptedScanner(byPath, 64, script);
  }
}
