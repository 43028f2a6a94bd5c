package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream standardOutput = System.out;
  private final StringWriter errors = new StringWriter();

  @TempDir
  private Path folder;

  @BeforeEach
  void captureStandardOutput() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreStandardOutput() {
    System.setOut(standardOutput);
  }

  @Test
  void checksTheSampleThatItWrote() throws Exception {
    // Given
    String model = folder.resolve("siglip").toString();
    assertThat(execute("sample", model, "--family", "siglip")).isZero();
    printed.reset();
    String red = picture("red.jpg", 200, 0);
    String sameRed = picture("same.jpg", 200, 0);
    String blue = picture("blue.jpg", 0, 200);

    // When
    int status =
        execute("check", "--json", model, "--image", red, "--image", sameRed, "--image", blue);

    // Then
    assertThat(status).as(errors.toString()).isZero();
    JsonNode report = new ObjectMapper().readTree(printed.toString(StandardCharsets.UTF_8));
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
    Path model = Files.createDirectory(folder.resolve("empty"));
    int status = execute("check", model.toString());
    assertThat(status).isEqualTo(1);
    assertThat(errors.toString()).contains("has no config.json");
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

  private int execute(String... arguments) {
    String[] all = Stream.concat(Stream.of("model"), Stream.of(arguments)).toArray(String[]::new);
    return Heimdex.commandLine().setErr(new PrintWriter(errors, true)).execute(all);
  }
}
