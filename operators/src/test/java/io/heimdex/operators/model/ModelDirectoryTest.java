package io.heimdex.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
  @TempDir
  Path folder;

  private Path model;

  @BeforeEach
  void write() throws IOException {
    model = folder.resolve("my-siglip");
    SampleModel.SIGLIP.write(model);
  }

  @Test
  void isNamedByItsFolderAndAllFilesThatDecideAboutTheVectors() throws IOException {
    // Given
    String id = ModelDirectory.read(model).id();
    Path moved = Files.move(model, folder.resolve("elsewhere"));

    // When
    String movedId = ModelDirectory.read(moved).id();
    Files.writeString(moved.resolve("README.md"), "Nothing of weight");
    String readmeId = ModelDirectory.read(moved).id();
    Path settings = moved.resolve("preprocessor_config.json");
    Files.writeString(
        settings, Files.readString(settings).replace("\"resample\": 3", "\"resample\": 2"));
    String settingsId = ModelDirectory.read(moved).id();
    Files.writeString(moved.resolve("onnx/vision_model.onnx_data"), "weights");
    String weightsId = ModelDirectory.read(moved).id();

    // Then
    assertThat(id).matches("my-siglip@[0-9a-f]{12}");
    assertThat(movedId).isEqualTo(id.replace("my-siglip", "elsewhere")).isEqualTo(readmeId);
    assertThat(settingsId).isNotEqualTo(movedId);
    assertThat(weightsId).isNotEqualTo(settingsId);
  }

  @Test
  void takesTheImageTowerOrTheOneFileThatIsThere() throws IOException {
    Path onnx = model.resolve("onnx");
    Path both = Files.copy(onnx.resolve("vision_model.onnx"), model.resolve("model.onnx"));
    assertThat(ModelDirectory.read(model).onnx()).endsWith(Path.of("onnx/vision_model.onnx"));

    Files.delete(both);
    Files.move(onnx.resolve("vision_model.onnx"), onnx.resolve("vision_model_int8.onnx"));
    assertThat(ModelDirectory.read(model).onnx()).endsWith(Path.of("onnx/vision_model_int8.onnx"));
  }

  @Test
  void asksForOneOfSeveralFilesAndTakesTheOneThatIsNamed() throws IOException {
    // Given
    Path onnx = model.resolve("onnx");
    Files.copy(onnx.resolve("vision_model.onnx"), onnx.resolve("vision_model_fp16.onnx"));
    Path int8 =
        Files.move(onnx.resolve("vision_model.onnx"), onnx.resolve("vision_model_int8.onnx"));

    // When, then
    assertThatThrownBy(() -> ModelDirectory.read(model))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("vision_model_fp16.onnx")
        .hasMessageContaining("the setting to name one");
    assertThat(ModelDirectory.isOne(int8)).isTrue();
    assertThat(ModelDirectory.read(int8).onnx()).isEqualTo(int8);
    assertThat(ModelDirectory.read(int8).id()).matches("my-siglip/vision_model_int8@[0-9a-f]{12}");
  }

  @Test
  void namesTheFileThatIsMissing() throws IOException {
    Files.delete(model.resolve("config.json"));
    assertThatThrownBy(() -> ModelDirectory.read(model)).hasMessageContaining("no config.json");

    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> ModelDirectory.read(empty)).hasMessageContaining("no config.json");

    Path alone = Files.writeString(folder.resolve("alone.onnx"), "");
    assertThat(ModelDirectory.isOne(alone)).isFalse();
    assertThatThrownBy(() -> ModelDirectory.read(alone))
        .hasMessageContaining("preprocessor_config.json");
  }

  @Test
  void namesADirectoryWithoutAnOnnxFile() throws IOException {
    Files.delete(model.resolve("onnx/vision_model.onnx"));
    assertThatThrownBy(() -> ModelDirectory.read(model)).hasMessageContaining("no ONNX file");
  }

  @Test
  void refusesModelsThatTakePatches() throws IOException {
    Files.writeString(model.resolve("config.json"), "{\"model_type\": \"siglip2\"}");
    assertThatThrownBy(() -> ModelDirectory.read(model))
        .hasMessageContaining("model_type")
        .hasMessageContaining("FixRes");
  }

  @Test
  void aSampleOverwritesNoModel() {
    assertThatThrownBy(() -> SampleModel.CLIP.write(model))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
