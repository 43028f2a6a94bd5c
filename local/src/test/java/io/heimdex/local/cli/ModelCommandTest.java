package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
  @RegisterExtension
  private final CommandRun model = new CommandRun("model");

  @TempDir
  private Path folder;

  @Test
  void checksTheSampleThatItWrote() throws Exception {
    // Given
    String directory = folder.resolve("siglip").toString();
    assertThat(model.execute("sample", directory, "--family", "siglip")).isZero();
    String red = picture("red.jpg", 200, 0);
    String sameRed = picture("same.jpg", 200, 0);
    String blue = picture("blue.jpg", 0, 200);

    // When
    int status = model.execute(
        "check",
        "--json",
        "--seconds=0.05",
        directory,
        "--image",
        red,
        "--image",
        sameRed,
        "--image",
        blue);

    // Then
    assertThat(status).as(model.errors()).isZero();
    JsonNode report = model.json().get("image");
    assertThat(model.json().get("text").isNull()).isTrue();
    assertThat(report.get("model").asText()).startsWith("siglip@");
    assertThat(report.get("dimensions").asInt()).isEqualTo(1152);
    assertThat(report.get("width").asInt()).isEqualTo(384);
    assertThat(report.get("output").asText()).isEqualTo("pooler_output");
    assertThat(report.get("inputs").get("pixel_values").asText())
        .isEqualTo("FLOAT [-1, 3, 384, 384]");
    assertThat(report.get("speeds"))
        .hasSize(4)
        .allMatch(speed -> speed.get("per_second").asDouble() > 0);
    assertThat(report.get("similarities")).hasSize(3);
    assertThat(report.get("similarities").get(0).get("cosine").asDouble()).isEqualTo(1);
    assertThat(report.get("similarities").get(1).get("cosine").asDouble()).isLessThan(0.9);
  }

  @Test
  void checksAModelOfTexts() throws Exception {
    // Given
    String directory = folder.resolve("minilm").toString();
    assertThat(model.execute("sample", directory, "--family", "minilm")).isZero();
    String longText = "cat ".repeat(300);

    // When
    int status = model.execute(
        "check",
        "--json",
        "--seconds=0.05",
        directory,
        "--text",
        "a cat",
        "--text",
        "the cat",
        "--text",
        longText);

    // Then
    assertThat(status).as(model.errors()).isZero();
    assertThat(model.json().get("image").isNull()).isTrue();
    JsonNode report = model.json().get("text");
    assertThat(report.get("model").asText()).startsWith("minilm@");
    assertThat(report.get("dimensions").asInt()).isEqualTo(384);
    assertThat(report.get("pooling").asText()).isEqualTo("mean");
    assertThat(report.get("max_tokens").asInt()).isEqualTo(256);
    assertThat(report.get("speeds")).hasSize(4);
    assertThat(report.get("texts").get(0).get("tokens").asInt()).isEqualTo(4);
    assertThat(report.get("texts").get(0).get("truncated").asBoolean()).isFalse();
    assertThat(report.get("texts").get(2).get("truncated").asBoolean()).isTrue();
    assertThat(report.get("similarities")).hasSize(3);
  }

  @Test
  void comparesPicturesWithTexts() throws Exception {
    // Given
    String directory = folder.resolve("clip").toString();
    assertThat(model.execute("sample", directory, "--family", "clip")).isZero();
    String red = picture("red.jpg", 200, 0);

    // When
    int status = model.execute(
        "check",
        "--json",
        "--seconds=0.05",
        directory,
        "--image",
        red,
        "--text",
        "red",
        "--text",
        "a blue sky");

    // Then
    assertThat(status).as(model.errors()).isZero();
    JsonNode matches = model.json().get("matches");
    assertThat(matches).hasSize(2);
    assertThat(matches.get(0).get("picture").asText()).isEqualTo(red);
    assertThat(matches.get(1).get("text").asText()).isEqualTo("a blue sky");
    assertThat(
            matches.get(0).get("score").asDouble() + matches.get(1).get("score").asDouble())
        .isCloseTo(1, within(2e-4));
    assertThat(model.json().get("remark").isNull()).isTrue();
  }

  @Test
  void saysWhatAModelLacksForScores() throws Exception {
    // Given towers as they are exported, without the numbers that a user adds
    Path directory = folder.resolve("siglip");
    assertThat(model.execute("sample", directory.toString(), "--family", "siglip"))
        .isZero();
    Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"siglip\"}");

    // When
    int status = model.execute(
        "check",
        "--seconds=0.05",
        directory.toString(),
        "--image",
        picture("red.jpg", 200, 0),
        "--text",
        "red");

    // Then
    assertThat(status).as(model.errors()).isZero();
    assertThat(model.printed()).contains("text model  siglip@", "'red'", "no logit_scale");
  }

  /** The library of the default build has no GPU provider, whatever the machine has. */
  @Test
  void triesTheDeviceThatItIsToldOf() {
    int status = model.execute("check", "builtin", "--device", "cuda");

    assertThat(status).isEqualTo(1);
    assertThat(model.errors())
        .contains("can't run on cuda:0", "Failed to find CUDA shared provider");
  }

  @Test
  void saysWhatIsWrongWithADirectory() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    int status = model.execute("check", empty.toString());
    assertThat(status).isEqualTo(1);
    assertThat(model.errors()).contains("has no config.json");
  }

  private String picture(String name, int red, int blue) throws Exception {
    byte[] rgb = new byte[3 * 64 * 64];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 2] = (byte) blue;
    }
    Path file = folder.resolve(name);
    Files.write(file, ImageCodec.encodeJpeg(new RgbImage(64, 64, rgb), 90));
    return file.toString();
  }
}
