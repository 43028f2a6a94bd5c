package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
        "check", "--json", directory, "--image", red, "--image", sameRed, "--image", blue);

    // Then
    assertThat(status).as(model.errors()).isZero();
    JsonNode report = model.json();
    assertThat(report.get("model").asText()).startsWith("siglip@");
    assertThat(report.get("dimensions").asInt()).isEqualTo(1152);
    assertThat(report.get("width").asInt()).isEqualTo(384);
    assertThat(report.get("output").asText()).isEqualTo("pooler_output");
    assertThat(report.get("inputs").get("pixel_values").asText())
        .isEqualTo("FLOAT [-1, 3, 384, 384]");
    assertThat(report.get("speeds"))
        .hasSize(4)
        .allMatch(speed -> speed.get("pictures_per_s").asDouble() > 0);
    assertThat(report.get("similarities")).hasSize(3);
    assertThat(report.get("similarities").get(0).get("cosine").asDouble()).isEqualTo(1);
    assertThat(report.get("similarities").get(1).get("cosine").asDouble()).isLessThan(0.9);
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
