package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.Pictures;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VideoRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbedImageFunctionTest {
  private static final OnnxImageEmbedderFactory FACTORY =
      new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 4);
  private static final int SLOTS = 4;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
          .setNumberTaskManagers(1)
          .setNumberSlotsPerTaskManager(SLOTS)
          .build());

  /** P8, through Flink: interleaved videos on several slots that share batches, with failures among them. */
  @Test
  void everySceneGetsTheVectorOfItsOwnKeyframes() throws Exception {
    // Given
    List<SceneDraft> drafts = new ArrayList<>();
    Map<String, float[]> expected = new HashMap<>();
    try (ImageEmbedder embedder = FACTORY.open()) {
      for (int number = 0; number < 12; number++) {
        VideoRef video = Scenes.video(number);
        for (int index = 0; index < 8; index++) {
          byte[][] jpegs = pictures(number, index);
          drafts.add(Scenes.draft(video, index, 0, jpegs));
          expected.put(
              video.videoId() + "/" + index,
              Vectors.normalisedMean(embedder.embed(List.of(jpegs))));
        }
      }
    }
    SceneDraft broken = Scenes.draft(Scenes.video(100), 3, 0, Scenes.jpeg(1), new byte[] {1, 2, 3});
    drafts.add(broken);
    Failure noFrames = new Failure(FailureCode.NO_FRAMES, "detect", "No frame");
    drafts.add(SceneDraft.failed(Scenes.video(101), Scenes.INFO, noFrames));
    Collections.shuffle(drafts, new Random(7));

    // When
    List<EmbeddedScene> scenes = embedded(drafts);

    // Then
    assertThat(scenes).hasSize(drafts.size());
    Map<String, EmbeddedScene> failed = new HashMap<>();
    for (EmbeddedScene scene : scenes) {
      SceneDraft draft = scene.draft();
      String id = draft.video().videoId() + "/" + draft.sceneIndex();
      if (draft.failure() != null) {
        assertThat(scene.imageVec()).isNull();
        failed.put(draft.video().videoId(), scene);
      } else {
        assertThat(scene.imageVec()).as(id).isEqualTo(expected.remove(id));
        assertThat(scene.imageModel()).startsWith("heimdex-descriptor@");
      }
    }
    assertThat(expected).isEmpty();
    assertThat(failed)
        .containsOnlyKeys(Scenes.video(100).videoId(), Scenes.video(101).videoId());
    assertThat(failed.get(Scenes.video(101).videoId()).draft().failure()).isEqualTo(noFrames);
    Failure failure = failed.get(Scenes.video(100).videoId()).draft().failure();
    assertThat(failure.code()).isEqualTo(FailureCode.EMBEDDING_FAILED);
    assertThat(failure.stage()).isEqualTo("embed-image");
    assertThat(failure.detail())
        .contains("scene 3 of video " + Scenes.video(100).videoId());
  }

  @Test
  void onlyTheThumbnailGoesOn() throws Exception {
    SceneDraft draft =
        Scenes.draft(Scenes.video(1), 0, 2, Scenes.jpeg(1), Scenes.jpeg(2), Scenes.jpeg(3));
    Keyframe thumbnail = draft.keyframes().get(2);

    SceneDraft after = embedded(List.of(draft)).get(0).draft();

    assertThat(after.keyframes()).hasSize(1);
    assertThat(after.keyframes().get(after.thumbnail()).jpeg()).isEqualTo(thumbnail.jpeg());
    assertThat(after.endMicros()).isEqualTo(draft.endMicros());
    assertThat(after.video()).isEqualTo(draft.video());
  }

  @Test
  void aPictureThatTheDeviceHasNoMemoryForFailsItsVideoAlone(@TempDir Path folder)
      throws Exception {
    // Given
    Path model = HungryModel.write(folder.resolve("hungry.onnx"), 4, -1);
    byte[] white = ImageCodec.encodeJpeg(Pictures.flat(8, 8, 255, 255, 255), 95);
    List<SceneDraft> drafts = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      byte[] other = number == 7 ? white : Scenes.jpeg(number);
      drafts.add(Scenes.draft(Scenes.video(number), 0, 0, Scenes.jpeg(100 + number), other));
    }

    // When
    List<EmbeddedScene> scenes =
        embedded(drafts, new OnnxImageEmbedderFactory(model.toString(), 1, 8));

    // Then
    assertThat(scenes).hasSize(20);
    for (EmbeddedScene scene : scenes) {
      Failure failure = scene.draft().failure();
      if (scene.draft().video().equals(Scenes.video(7))) {
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(FailureCode.EMBEDDING_FAILED);
        assertThat(failure.detail()).contains("no memory on cpu for batches of 1");
      } else {
        assertThat(failure).isNull();
        assertThat(scene.imageVec()).containsExactly(1, 0);
      }
    }
  }

  @Test
  void aGpuThatIsNotThereEndsTheJobWithItsReason() {
    // Given
    List<SceneDraft> drafts = List.of(Scenes.draft(Scenes.video(1), 0, 0, Scenes.jpeg(1)));
    OnnxDevice gpu = new OnnxDevice(OnnxDevice.Kind.CUDA, 0);

    // When, then
    assertThatThrownBy(() -> embedded(
            drafts, new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 4, gpu)))
        .hasStackTraceContaining("suppresses job restarts")
        .hasStackTraceContaining("Models can't run on cuda:0 as heimdex.embed.device says");
  }

  private static byte[][] pictures(int video, int scene) {
    byte[][] jpegs = new byte[1 + (video + scene) % 4][];
    for (int i = 0; i < jpegs.length; i++) {
      jpegs[i] = Scenes.jpeg(1000L * video + 10L * scene + i);
    }
    return jpegs;
  }

  private static List<EmbeddedScene> embedded(List<SceneDraft> drafts) throws Exception {
    return embedded(drafts, FACTORY);
  }

  private static List<EmbeddedScene> embedded(
      List<SceneDraft> drafts, OnnxImageEmbedderFactory factory) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(SLOTS);
    List<EmbeddedScene> scenes = new ArrayList<>();
    try (CloseableIterator<EmbeddedScene> results = AsyncDataStream.unorderedWait(
            environment
                .fromData(SceneDraft.class, drafts.toArray(SceneDraft[]::new))
                .rebalance(),
            new EmbedImageFunction(factory, new BatchSettings(8, 3)),
            1,
            TimeUnit.MINUTES,
            8)
        .executeAndCollect()) {
      results.forEachRemaining(scenes::add);
    }
    return scenes;
  }
}
