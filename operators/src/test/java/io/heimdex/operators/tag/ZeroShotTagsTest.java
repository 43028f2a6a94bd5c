package io.heimdex.operators.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heimdex.operators.embed.OnnxTextEmbedderFactory;
import io.heimdex.operators.embed.TextEmbedder;
import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.model.ZeroShotScale;
import io.heimdex.operators.model.ZeroShotScale.Kind;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VisionTag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the text tower of a generated SigLIP; a picture is one that has exactly the vector of some words. */
class ZeroShotTagsTest {
  private static final ZeroShotScale SIGMOID = new ZeroShotScale(Kind.SIGMOID, 20, -10);
  private static final String PROMPT = "a photo of {}.";

  @TempDir
  private static Path folder;

  private static TagList list;
  private static TextEmbedder words;

  @BeforeAll
  static void openModel() throws Exception {
    SampleModel.SIGLIP.write(folder.resolve("siglip"));
    words = new OnnxTextEmbedderFactory(
            folder.resolve("siglip").toString(),
            TextPurpose.QUERY,
            TextOverrides.NONE,
            1,
            2,
            OnnxDevice.CPU)
        .open();
    list = TagList.read(Files.writeString(folder.resolve("tags.txt"), "dog\nsnow\ncar\n"));
  }

  @AfterAll
  static void closeModel() {
    words.close();
  }

  @Test
  void thePictureThatIsWhatWordsSayHasTheirTagFirst() throws Exception {
    // Given
    float[] snow = words.embed(List.of("a photo of snow.")).get(0);
    ZeroShotTags tags = ZeroShotTags.of(list, PROMPT, words, SIGMOID, 0.0f);

    // When
    List<VisionTag> found = tags.of(snow);

    // Then: 1 / (1 + e^-(20 · 1 - 10))
    assertThat(found).hasSize(3);
    assertThat(found.get(0)).isEqualTo(new VisionTag("snow", 1.0f));
    assertThat(found.get(1).score()).isLessThan(1.0f);
    assertThat(found).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
  }

  @Test
  void onlyTagsOfTheThresholdStay() throws Exception {
    float[] snow = words.embed(List.of("a photo of snow.")).get(0);
    assertThat(ZeroShotTags.of(list, PROMPT, words, SIGMOID, 0.9999f).of(snow))
        .extracting(VisionTag::tag)
        .containsExactly("snow");
  }

  @Test
  void aTagThatTheModelWouldCutIsNamed() {
    String prompt = "a photo of {}" + " and rain".repeat(60);
    assertThatThrownBy(() -> ZeroShotTags.of(list, prompt, words, SIGMOID, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only the beginning of 'a photo of dog and rain");
  }

  @Test
  void tagsOfCompetingTextsAddUpToOne() throws Exception {
    // Given
    ZeroShotScale softmax = new ZeroShotScale(Kind.SOFTMAX, 10, 0);
    float[] car = words.embed(List.of("a photo of car.")).get(0);

    // When
    List<VisionTag> found = ZeroShotTags.of(list, PROMPT, words, softmax, 0).of(car);

    // Then
    assertThat(found.get(0).tag()).isEqualTo("car");
    assertThat(found.stream().mapToDouble(VisionTag::score).sum()).isCloseTo(1, within(1e-3));
  }

  @Test
  void theFunctionTagsScenesAndPassesFailedOnesOn() throws Exception {
    // Given: as Flink sends it to the workers
    ZeroShotTags tags = ZeroShotTags.of(list, PROMPT, words, SIGMOID, 0.5f);
    TagFunction function = InstantiationUtil.clone(new TagFunction(tags));
    float[] dog = words.embed(List.of("a photo of dog.")).get(0);
    VideoRef video = new VideoRef(
        "v", "o", "b", "k", null, "e", 1, "g", 1, null, null, new KafkaPosition("t", 0, 0));
    VideoInfo info = new VideoInfo(
        "mp4", "h264", "video/mp4", 0, 64, 64, 0, 1, 25, 0, 1_000_000, 1, true, true, false);
    SceneDraft draft = new SceneDraft(
        video, info, 0, 1, 0, 1_000_000, List.of(), 0, 1_000_000, 25, null, List.of());
    EmbeddedScene failed = EmbeddedScene.failed(SceneDraft.failed(
        video, info, new Failure(FailureCode.EMBEDDING_FAILED, "embed-image", "No vector")));

    // When
    EmbeddedScene tagged =
        function.map(new EmbeddedScene(draft, dog, "siglip@0123456789ab", null, null, null));

    // Then
    assertThat(tagged.visionTags()).extracting(VisionTag::tag).contains("dog");
    assertThat(function.map(failed)).isEqualTo(failed);
    assertThat(new TagFunction(null).map(tagged)).isEqualTo(tagged);
  }
}
