package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VideoRef;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a generated model of sentences. */
@Timeout(120)
class EmbedTextFunctionTest {
  private static final String LONG = "rain on the beach ".repeat(200);

  @TempDir
  private static Path folder;

  private static OnnxTextEmbedderFactory model;

  @BeforeAll
  static void writeModel() throws Exception {
    SampleModel.MINILM.write(folder.resolve("minilm"));
    model = new OnnxTextEmbedderFactory(
        folder.resolve("minilm").toString(),
        TextPurpose.PASSAGE,
        TextOverrides.NONE,
        1,
        4,
        OnnxDevice.CPU);
  }

  @Test
  void scenesGetTheVectorOfTheTitleAndTheDescriptionOfTheirVideo() throws Exception {
    // Given
    List<EmbeddedScene> scenes = List.of(
        scene(1, 0, "A dog", "In the rain."),
        scene(1, 1, "A dog", "In the rain."),
        scene(2, 0, " A cat\n", null),
        scene(3, 0, null, " "));

    // When
    List<EmbeddedScene> after = embedded(model, scenes);

    // Then
    try (TextEmbedder embedder = model.open()) {
      List<float[]> vectors = embedder.embed(List.of("A dog\nIn the rain.", "A cat"));
      assertThat(after.get(0).textVec()).isEqualTo(vectors.get(0));
      assertThat(after.get(1).textVec()).isEqualTo(vectors.get(0));
      assertThat(after.get(2).textVec()).isEqualTo(vectors.get(1));
      assertThat(after.get(0).textModel()).isEqualTo(embedder.modelId());
    }
    assertThat(after.get(3)).usingRecursiveComparison().isEqualTo(scenes.get(3));
    assertThat(after.get(0).draft())
        .usingRecursiveComparison()
        .isEqualTo(scenes.get(0).draft());
    assertThat(after.get(0).imageVec()).isEqualTo(scenes.get(0).imageVec());
  }

  @Test
  void withoutAModelAndWithAFailureScenesStayAsTheyAre() throws Exception {
    // Given
    EmbeddedScene failed = EmbeddedScene.failed(SceneDraft.failed(
        video(1, "A dog", null),
        Scenes.INFO,
        new Failure(FailureCode.NO_FRAMES, "detect", "No frame")));
    EmbeddedScene scene = scene(2, 0, "A dog", null);

    // Then
    assertThat(embedded(null, List.of(scene))).usingRecursiveComparison().isEqualTo(List.of(scene));
    assertThat(embedded(model, List.of(failed)))
        .usingRecursiveComparison()
        .isEqualTo(List.of(failed));
  }

  @Test
  void textsThatAreCutAreCountedOnceForTheScenesThatShareThem() throws Exception {
    // Given
    List<EmbeddedScene> scenes =
        List.of(scene(1, 0, "Rain", LONG), scene(1, 1, "Rain", LONG), scene(2, 0, "Snow", null));

    // When
    EmbedTextFunction function = new EmbedTextFunction(model, new BatchSettings(4, 3));
    try (Harness harness = new Harness(function)) {
      harness.embed(scenes);

      // Then
      assertThat(harness.truncated()).isEqualTo(1);
    }
  }

  private static List<EmbeddedScene> embedded(
      @Nullable OnnxTextEmbedderFactory model, List<EmbeddedScene> scenes) throws Exception {
    try (Harness harness = new Harness(new EmbedTextFunction(model, new BatchSettings(4, 3)))) {
      return harness.embed(scenes);
    }
  }

  private static EmbeddedScene scene(
      int video, int index, @Nullable String title, @Nullable String description) {
    SceneDraft draft = Scenes.draft(video(video, title, description), index, 0, Scenes.jpeg(1));
    return new EmbeddedScene(draft, new float[] {1, 0}, "image@0123456789ab", null, null, null);
  }

  private static VideoRef video(int number, @Nullable String title, @Nullable String description) {
    VideoRef video = Scenes.video(number);
    return new VideoRef(
        video.videoId(),
        video.ownerId(),
        video.bucket(),
        video.key(),
        video.versionId(),
        video.eTag(),
        video.sizeBytes(),
        video.generation(),
        video.revision(),
        title,
        description,
        video.position());
  }

  /** The operator as Flink runs it, in order. */
  private static final class Harness implements AutoCloseable {
    private final EmbedTextFunction function;
    private final OneInputStreamOperatorTestHarness<EmbeddedScene, EmbeddedScene> flink;

    Harness(EmbedTextFunction function) throws Exception {
      this.function = function;
      flink = new OneInputStreamOperatorTestHarness<>(
          new AsyncWaitOperatorFactory<>(function, 60_000, 8, OutputMode.ORDERED),
          TypeInformation.of(EmbeddedScene.class).createSerializer(new SerializerConfigImpl()));
      flink.open();
    }

    List<EmbeddedScene> embed(List<EmbeddedScene> scenes) throws Exception {
      for (EmbeddedScene scene : scenes) {
        flink.processElement(new StreamRecord<>(scene));
      }
      flink.endInput();
      return flink.extractOutputValues();
    }

    long truncated() {
      Counter counter = function.textsTruncated();
      return counter.getCount();
    }

    @Override
    public void close() throws Exception {
      flink.close();
    }
  }
}
