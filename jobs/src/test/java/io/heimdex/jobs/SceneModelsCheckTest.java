package io.heimdex.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.model.SampleModel;
import io.heimdex.schema.VisionTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With generated models. */
class SceneModelsCheckTest {
  @TempDir
  private static Path folder;

  private final List<String> problems = new ArrayList<>();

  @BeforeAll
  static void writeModels() throws IOException {
    SampleModel.SIGLIP.write(folder.resolve("siglip"));
    SampleModel.MINILM.write(folder.resolve("minilm"));
  }

  @Test
  void oneDirectoryForPicturesAndTextsGivesTagsOfTheListOfHeimdex() {
    // When
    SceneModels models = checked(Map.of(
        "heimdex.embed.image.model",
        path("siglip"),
        "heimdex.embed.text.model",
        path("siglip") + "/onnx/text_model.onnx",
        "heimdex.tags.threshold",
        "0"));

    // Then
    assertThat(problems).isEmpty();
    assertThat(models.texts()).isNotNull();
    float[] any = new float[1152];
    any[0] = 1;
    assertThat(models.tags().of(any)).extracting(VisionTag::tag).contains("dog").hasSize(145);
  }

  @Test
  void withoutATextModelThereAreNoTagsAndTheIdentityIsThatOfTheImageModel() {
    SceneModels models = checked(Map.of());
    assertThat(models.tags()).isNull();
    assertThat(models.identity()).startsWith("heimdex-descriptor@").doesNotContain(" ");
  }

  @Test
  void whatDecidesTheTagsIsPartOfTheIdentity() {
    // Given
    Map<String, String> both = Map.of(
        "heimdex.embed.image.model", path("siglip"), "heimdex.embed.text.model", path("siglip"));

    // Then
    String usual = identity(both, null, null);
    assertThat(identity(both, "heimdex.tags.threshold", "0.2")).isNotEqualTo(usual);
    assertThat(identity(both, "heimdex.tags.prompt", "{}")).isNotEqualTo(usual);
    assertThat(identity(both, "heimdex.tags", "none")).isNotEqualTo(usual);
    assertThat(identity(both, "heimdex.embed.text.max-tokens", "64")).isNotEqualTo(usual);
    assertThat(identity(both, "heimdex.embed.capacity", "5")).isEqualTo(usual);
  }

  @Test
  void aTextModelOfOtherDimensionsThanTheColumnIsAProblem() {
    checked(Map.of("heimdex.embed.text.model", path("minilm")));
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("minilm@", "384 dimensions", "scenes.text_vec has 1152")
        .contains("heimdex.embed.text.model", "heimdex.embed.dimensions");
  }

  @Test
  void tagsAskedForOfModelsThatAreNotOneAreAProblem() throws IOException {
    // Given
    String list = Files.writeString(folder.resolve("list.txt"), "dog\n").toString();

    // When
    checked(Map.of("heimdex.tags", list, "heimdex.embed.text.model", path("siglip")));
    checked(Map.of("heimdex.tags", list));

    // Then
    assertThat(problems)
        .hasSize(2)
        .allMatch(problem -> problem.contains("heimdex.tags = '" + list))
        .allMatch(
            problem -> problem.contains("expected the directory of heimdex.embed.image.model"))
        .anyMatch(problem -> problem.contains("heimdex.embed.text.model is not set"));
  }

  @Test
  void aDirectoryWithoutTheNumbersForScoresHasNoTagsOrIsAProblem() throws IOException {
    // Given
    Path split = folder.resolve("split");
    SampleModel.SIGLIP.write(split);
    Path config = split.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("logit_scale", "x").replace("logit_bias", "y"));
    Map<String, String> options = new HashMap<>(Map.of(
        "heimdex.embed.image.model", split.toString(),
        "heimdex.embed.text.model", split.toString()));

    // When
    SceneModels models = checked(options);

    // Then
    assertThat(problems).isEmpty();
    assertThat(models.tags()).isNull();

    // When: they are asked for
    options.put(
        "heimdex.tags", Files.writeString(folder.resolve("cats.txt"), "cat\n").toString());
    checked(options);

    // Then
    assertThat(problems).singleElement().asString().contains("logit_scale", split.toString());
  }

  @Test
  void settingsOfTagsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> config(Map.of("heimdex.tags.threshold", "1.5")))
        .hasMessageContaining("heimdex.tags.threshold is 1.5; expected 0 to 1");
    assertThatThrownBy(() -> config(Map.of("heimdex.tags.prompt", "a photo")))
        .hasMessageContaining("heimdex.tags.prompt is 'a photo'; expected a text with {}");
  }

  private static String identity(
      Map<String, String> options, @Nullable String key, @Nullable String value) {
    Map<String, String> all = new HashMap<>(options);
    if (key != null) {
      all.put(key, value);
    }
    return SceneModels.identity(config(all));
  }

  private SceneModels checked(Map<String, String> options) {
    return new SceneModelsCheck(config(options), problems).run();
  }

  private static SceneIndexConfig config(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("heimdex.kafka.bootstrap-servers", "localhost:1");
    all.put("heimdex.database.url", "jdbc:postgresql://localhost:1/none");
    all.put("heimdex.database.password", "secret");
    all.put("heimdex.s3.endpoint", "http://localhost:1");
    all.put("heimdex.s3.access-key", "key");
    all.put("heimdex.s3.secret-key", "secret");
    return SceneIndexConfig.of(Configuration.fromMap(all));
  }

  private static String path(String model) {
    return folder.resolve(model).toString();
  }
}
