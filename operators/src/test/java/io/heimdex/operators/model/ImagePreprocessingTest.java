package io.heimdex.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heimdex.operators.image.Pictures;
import io.heimdex.operators.image.PillowResize;
import io.heimdex.operators.image.Resampling;
import io.heimdex.operators.image.RgbImage;
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
        "size | {\"longest_edge\": 24} | a height and a width",
        "size | {\"shortest_edge\": 25, \"longest_edge\": 24} | no longer than",
        "size | {\"widest\": 24} | a 'max_height' and a 'max_width'",
        "do_thumbnail | true | not known here",
        "size_divisor | 32 | not known here",
        "rescale_offset | true | not known here",
        "do_flip_channel_order | 1 | true or false",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'do_pad': true | pad_size | missing",
        "'do_pad': true, 'pad_size': {'height': 23, 'width': 24} | pad_size | what 'size' can give",
        "'do_pad': true, 'pad_size': 32, 'size': {'shortest_edge': 24} | pad_size | what 'size' can give",
        "'do_pad': true, 'pad_size': 32, 'do_center_crop': true | do_center_crop | false",
        "'crop_pct': 0, 'size': 24 | crop_pct | above 0",
        "'crop_pct': 1.5, 'size': 24 | crop_pct | at most 1",
        "'crop_pct': 0.9, 'size': {'height': 24, 'width': 24} | shortest_edge | missing",
        "'crop_pct': 0.9, 'size': {'shortest_edge': 24, 'longest_edge': 32} | size | alone",
        "'image_processor_type': 'LevitImageProcessor' | size | 256/224",
        "'do_pad': true, 'image_processor_type': 'LlavaImageProcessor', 'image_mean': null | image_mean | 3 numbers",
      })
  void namesWhatContradictsOtherFields(String changes, String field, String expected)
      throws IOException {
    Path file = changed("{" + changes.replace('\'', '"') + "}");

    assertThatThrownBy(() -> ImagePreprocessing.read(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(field)
        .hasMessageContaining(expected);
  }

  @Test
  void stretchesFrom384OnWhatSmallerModelsOfTheClassCut() throws IOException {
    // Given
    RgbImage picture = Pictures.scene(1, 600, 500);
    Path file = changed(
        "{\"image_processor_type\": \"ConvNextImageProcessor\", \"size\": {\"shortest_edge\": 384}, \"crop_pct\": 0.875}");

    // When
    ImagePreprocessing preprocessing = ImagePreprocessing.read(file);

    // Then
    assertThat(preprocessing.resize(picture))
        .usingRecursiveComparison()
        .isEqualTo(PillowResize.resize(picture, 384, 384, Resampling.BICUBIC));
  }

  @Test
  void makesSomethingOfAPictureThatIsLongAndThin() throws IOException {
    Path file = changed("{\"do_pad\": true, \"pad_size\": 24, \"size\": {\"longest_edge\": 24}}");

    RgbImage resized = ImagePreprocessing.read(file).resize(Pictures.flat(500, 2, 1, 2, 3));

    assertThat(resized).usingRecursiveComparison().isEqualTo(Pictures.flat(24, 1, 1, 2, 3));
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
    float[] greens = new float[64];
    plain.write(1, Pictures.flat(8, 8, 1, 200, 3), greens);
    assertThat(greens).containsOnly(200);
    assertThat(plain.resize(Pictures.flat(30, 20, 1, 2, 3)))
        .usingRecursiveComparison()
        .isEqualTo(Pictures.flat(8, 8, 1, 2, 3));
  }

  private Path changed(String field, String value) throws IOException {
    return changed("{\"" + field + "\": " + value + "}");
  }

  /** @param changes fields of an object, to replace those of a good file */
  private Path changed(String changes) throws IOException {
    ObjectNode settings = (ObjectNode) JSON.readTree("""
        {"size": {"height": 24, "width": 24}, "resample": 3, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
        """);
    settings.setAll((ObjectNode) JSON.readTree(changes));
    Path file = folder.resolve("preprocessor_config.json");
    Files.write(file, JSON.writeValueAsBytes(settings));
    return file;
  }
}
