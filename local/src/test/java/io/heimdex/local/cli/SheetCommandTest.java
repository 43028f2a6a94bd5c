package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SheetCommandTest {
  @RegisterExtension
  private final CommandRun sheet = new CommandRun("sheet");

  @TempDir
  private Path folder;

  @Test
  void laysTheKeyframesOfTheScenesOutWithTheirCuts() throws Exception {
    // Given two scenes of a second each: one candidate for the first, two for the other
    Path video = folder.resolve("video.mp4");
    SyntheticVideo.builder().size(320, 180).shot(25, 1).shot(25, 2).build().write(video);
    Path file = folder.resolve("sheet.jpg");

    // When
    int status = sheet.execute(
        "--json",
        "--detector",
        "content",
        "--columns",
        "2",
        "--output",
        file.toString(),
        video.toString());

    // Then
    JsonNode document = sheet.json();
    RgbImage sheet = ImageCodec.decode(Files.readAllBytes(file));
    assertThat(status).isZero();
    assertThat(document.get("scenes").asInt()).isEqualTo(2);
    assertThat(document.get("pictures").asInt()).isEqualTo(3);
    assertThat(document.get("warnings")).isEmpty();
    assertThat(sheet.width()).isEqualTo(2 * 246).isEqualTo(document.get("width").asInt());
    assertThat(sheet.height())
        .isEqualTo(2 * 155)
        .isEqualTo(document.get("height").asInt());
    assertThat(colour(sheet, 1, 60)).as("the start").satisfies(SheetCommandTest::isGrey);
    assertThat(colour(sheet, 247, 60)).as("the cut").satisfies(rgb -> {
      assertThat(rgb[0]).isGreaterThan(150);
      assertThat(rgb[2]).isLessThan(120);
    });
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");

    assertThat(sheet.execute("--output", folder.resolve("a.jpg").toString(), text.toString()))
        .isEqualTo(1);
    assertThat(sheet.execute("--output", folder.resolve("a.jpg").toString(), folder + "/none.mp4"))
        .isEqualTo(1);

    assertThat(sheet.errors()).contains("NOT_A_VIDEO").contains("There is no readable file");
    assertThat(folder.resolve("a.jpg")).doesNotExist();
  }

  @Test
  void saysWhatItExpects() {
    assertThat(sheet.execute("--output", "a.png", "video.mp4")).isEqualTo(2);
    assertThat(sheet.execute("--columns", "0", "video.mp4")).isEqualTo(2);

    assertThat(sheet.errors()).contains("ends in .jpg").contains("--columns is 0");
  }

  private static void isGrey(int[] rgb) {
    assertThat(Math.abs(rgb[0] - rgb[2])).isLessThan(40);
  }

  private static int[] colour(RgbImage image, int x, int y) {
    int at = 3 * (y * image.width() + x);
    return new int[] {image.rgb()[at] & 0xff, image.rgb()[at + 1] & 0xff, image.rgb()[at + 2] & 0xff
    };
  }
}
