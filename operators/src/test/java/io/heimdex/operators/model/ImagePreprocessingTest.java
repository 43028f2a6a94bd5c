package io.heimdex.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heimdex.operators.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePreprocessingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resample | 7 | 3 (bicubic)",
        "resample | \"bicubic\" | a number",
        "resample | null | missing",
        "image_mean | [0.5, 0.5] | 3 numbers",
        "image_std | [0.5, 0.5, 0] | numbers above 0",
        "image_std | null | missing",
        "size | {\"height\": 24} | whole number",
        "size | {\"shortest_edge\": 24} | a height and a width",
        "size | {\"height\": 0, \"width\": 24} | at least 1",
        "do_resize | false | pictures have all sizes",
        "do_resize | \"yes\" | true or false",
        "do_pad | true | not known here",
        "crop_pct | 0.9 | not known here",
        "do_flip_channel_order | true | RGB",
      })
  void namesFileFieldValueAndExpectation(String field, String value, String expected)
      throws IOException {
    // Given
    Path file = changed(field, value);

    // When, then
    assertThatThrownBy(() -> ImagePreprocessing.read(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(field)
        .hasMessageContaining(expected);
  }

  @Test
  void refusesACropThatIsLargerThanThePicture() throws IOException {
    Path file = folder.resolve("crop.json");
    Files.writeString(file, """
        {"size": {"shortest_edge": 224}, "resample": 3, "do_center_crop": true, "crop_size": {"height": 256, "width": 200},
         "do_normalize": false}
        """);
    assertThatThrownBy(() -> ImagePreprocessing.read(file))
        .hasMessageContaining("crop_size")
        .hasMessageContaining("no more than 'size' gives");
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.json"), "{\"size\": ");
    Path list = Files.writeString(folder.resolve("list.json"), "[]");
    assertThatThrownBy(() -> ImagePreprocessing.read(file)).hasMessageContaining("can't be read");
    assertThatThrownBy(() -> ImagePreprocessing.read(list)).hasMessageContaining("a JSON object");
  }

  @Test
  void leavesLevelsAsTheyAreWhereNothingIsAskedFor() throws IOException {
    Path file = folder.resolve("plain.json");
    Files.writeString(
        file, "{\"size\": 8, \"resample\": 2, \"do_rescale\": false, \"do_normalize\": false}");
    ImagePreprocessing plain = ImagePreprocessing.read(file);
    assertThat(plain.value(1, 200)).isEqualTo(200);
    assertThat(plain.resize(Pictures.flat(30, 20, 1, 2, 3)))
        .usingRecursiveComparison()
        .isEqualTo(Pictures.flat(8, 8, 1, 2, 3));
  }

  private Path changed(String field, String value) throws IOException {
    ObjectNode settings = (ObjectNode) JSON.readTree("""
        {"size": {"height": 24, "width": 24}, "resample": 3, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
        """);
    settings.set(field, JSON.readTree(value));
    Path file = folder.resolve("preprocessor_config.json");
    Files.write(file, JSON.writeValueAsBytes(settings));
    return file;
  }
}
