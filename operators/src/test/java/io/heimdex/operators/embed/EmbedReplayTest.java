package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints while batches are under way, and what is restored from them. */
@Timeout(300)
class EmbedReplayTest {
  private static final OnnxImageEmbedderFactory MODEL =
      new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 2, 4);
  private static final int CAPACITY = 8;

  /** A model that works once the latch is open. */
  private record Held() implements EmbedderFactory<ImageEmbedder> {
    private static volatile CountDownLatch reached = new CountDownLatch(1);
    private static volatile CountDownLatch open = new CountDownLatch(1);

    @Override
    public ImageEmbedder open() {
      return new HeldEmbedder(MODEL.open());
    }

    @Override
    public List<Held> on(Worker worker) {
      return List.of(this);
    }
  }

  private static final class HeldEmbedder extends PassedOnEmbedder {
    HeldEmbedder(ImageEmbedder embedder) {
      super(embedder);
    }

    @Override
    public List<float[]> embed(List<byte[]> jpegs) throws EmbeddingException {
      Held.reached.countDown();
      try {
        Held.open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Stopped while it was held", e);
      }
      return super.embed(jpegs);
    }
  }

  @Test
  void aCheckpointPassesWhileABatchIsUnderWayAndItsScenesAreEmbeddedAfterARestore()
      throws Exception {
    // Given a batch that the model is at, and scenes that wait for the next
    List<SceneDraft> drafts = drafts(CAPACITY);
    EmbedImageFunction held = new EmbedImageFunction(new Held(), new BatchSettings(4, 1));
    OperatorSubtaskState checkpoint;
    try (var operator = started(held, null)) {
      give(operator, drafts);
      Held.reached.await();

      // When a checkpoint is taken, and the task ends
      checkpoint = operator.snapshot(1, 0);
      assertThat(operator.extractOutputValues()).isEmpty();
    }
    Held.open.countDown();

    // Then they come out of the next one, with their vectors
    try (var operator = started(held, checkpoint)) {
      operator.endInput();
      assertEmbeddedOnce(drafts, operator.extractOutputValues());
    }
  }

  /** P8, through restarts: the source gives again what came after the checkpoint, the operator what was under way in it. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everySceneComesOutOnceThroughRestarts(long seed) throws Exception {
    // Given
    Random random = new Random(seed);
    List<SceneDraft> drafts = drafts(60);
    List<EmbeddedScene> committed = new ArrayList<>();
    OperatorSubtaskState checkpoint = null;
    int given = 0;

    // When the task is killed some scenes after each checkpoint, again and again
    while (given < drafts.size()) {
      try (var operator = started(function(random), checkpoint)) {
        int upTo = Math.min(drafts.size(), given + 1 + random.nextInt(15));
        give(operator, drafts.subList(given, upTo));
        checkpoint = operator.snapshot(given, 0);
        committed.addAll(operator.extractOutputValues());
        given = upTo;
        give(operator, drafts.subList(given, Math.min(drafts.size(), given + random.nextInt(5))));
      }
    }
    try (var operator = started(function(random), checkpoint)) {
      operator.endInput();
      committed.addAll(operator.extractOutputValues());
    }

    // Then
    assertEmbeddedOnce(drafts, committed);
  }

  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, 6), new Random().longs(3));
  }

  private static EmbedImageFunction function(Random random) {
    return new EmbedImageFunction(
        new UnsteadyEmbedder.Factory(MODEL, random.nextLong()),
        new BatchSettings(1 + random.nextInt(9), random.nextInt(3)));
  }

  /** Scenes of five interleaved videos. */
  private static List<SceneDraft> drafts(int count) {
    List<SceneDraft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[][] jpegs = new byte[1 + i % 3][];
      for (int keyframe = 0; keyframe < jpegs.length; keyframe++) {
        jpegs[keyframe] = Scenes.jpeg(10L * i + keyframe);
      }
      drafts.add(Scenes.draft(Scenes.video(i % 5), i / 5, 0, jpegs));
    }
    return drafts;
  }

  private static OneInputStreamOperatorTestHarness<SceneDraft, EmbeddedScene> started(
      EmbedImageFunction function, @Nullable OperatorSubtaskState state) throws Exception {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    var harness = new OneInputStreamOperatorTestHarness<>(
        new AsyncWaitOperatorFactory<>(
            function, TimeUnit.MINUTES.toMillis(2), CAPACITY, OutputMode.UNORDERED),
        TypeInformation.of(SceneDraft.class).createSerializer(config));
    harness.setup(TypeInformation.of(EmbeddedScene.class).createSerializer(config));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static void give(
      OneInputStreamOperatorTestHarness<SceneDraft, EmbeddedScene> operator,
      List<SceneDraft> drafts)
      throws Exception {
    for (SceneDraft draft : drafts) {
      operator.processElement(new StreamRecord<>(draft));
    }
  }

  private static void assertEmbeddedOnce(List<SceneDraft> drafts, List<EmbeddedScene> scenes)
      throws EmbeddingException {
    Map<String, float[]> vectors = new HashMap<>();
    for (EmbeddedScene scene : scenes) {
      assertThat(vectors.put(id(scene.draft()), scene.imageVec())).isNull();
    }
    assertThat(vectors).hasSize(drafts.size());
    try (ImageEmbedder embedder = MODEL.open()) {
      for (SceneDraft draft : drafts) {
        List<byte[]> jpegs = draft.keyframes().stream().map(Keyframe::jpeg).toList();
        assertThat(vectors.get(id(draft)))
            .as(id(draft))
            .isEqualTo(Vectors.normalisedMean(embedder.embed(jpegs)));
      }
    }
  }

  private static String id(SceneDraft draft) {
    return draft.video().videoId() + "/" + draft.sceneIndex();
  }
}
