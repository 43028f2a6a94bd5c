package io.heimdex.operators.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCodecTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "255, 255, 255",
    "255, 0, 0",
    "0, 255, 0",
    "0, 0, 255",
    "12, 200, 90",
    "16, 16, 16",
    "235, 235, 235"
  })
  void coloursSurviveJpegAndWebp(int red, int green, int blue) throws ImageFormatException {
    // Given
    RgbImage image = Pictures.flat(64, 48, red, green, blue);

    // When
    RgbImage jpeg = ImageCodec.decode(ImageCodec.encodeJpeg(image, 90));
    RgbImage webp = ImageCodec.decode(ImageCodec.encodeWebp(image, 90));

    // Then
    assertThat(greatestDifference(image, jpeg)).as("JPEG").isLessThanOrEqualTo(4);
    assertThat(greatestDifference(image, webp)).as("WebP").isLessThanOrEqualTo(6);
  }

  /** A round trip alone would not see a mistake that both ways make. */
  @Test
  void anotherDecoderSeesTheSameColours() throws IOException {
    RgbImage image = Pictures.flat(64, 48, 220, 30, 120);

    BufferedImage jpeg = ImageIO.read(new ByteArrayInputStream(ImageCodec.encodeJpeg(image, 90)));

    RgbImage seen = Pictures.paint(64, 48, (x, y) -> jpeg.getRGB(x, y) & 0xffffff);
    assertThat(greatestDifference(image, seen)).isLessThanOrEqualTo(4);
  }

  @Test
  void coloursOfAnotherEncoderAreUnderstood() throws IOException, ImageFormatException {
    RgbImage image = Pictures.flat(64, 48, 30, 180, 220);
    BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 48; i++) {
      picture.setRGB(i % 64, i / 64, 0x1eb4dc);
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", jpeg);

    assertThat(greatestDifference(image, ImageCodec.decode(jpeg.toByteArray())))
        .isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "17, 5", "101, 77", "320, 180"})
  void picturesOfAnySizeKeepTheirSize(int width, int height) throws ImageFormatException {
    RgbImage image = Pictures.flat(width, height, 40, 90, 200);

    RgbImage jpeg = ImageCodec.decode(ImageCodec.encodeJpeg(image, 80));
    RgbImage webp = ImageCodec.decode(ImageCodec.encodeWebp(image, 80));

    assertThat(greatestDifference(image, jpeg)).isLessThanOrEqualTo(6);
    assertThat(greatestDifference(image, webp)).isLessThanOrEqualTo(6);
  }

  @Test
  void aPictureKeepsItsContentAndItsOrientation() throws ImageFormatException {
    RgbImage image = Pictures.scene(1, 160, 120);

    RgbImage jpeg = ImageCodec.decode(ImageCodec.encodeJpeg(image, 95));
    RgbImage webp = ImageCodec.decode(ImageCodec.encodeWebp(image, 95));

    assertThat(meanDifference(image, jpeg)).isLessThan(4);
    assertThat(meanDifference(image, webp)).isLessThan(4);
  }

  @Test
  void higherQualityTakesMoreBytesAndLosesLess() throws ImageFormatException {
    RgbImage image = Pictures.scene(2, 160, 120);

    byte[] coarse = ImageCodec.encodeJpeg(image, 20);
    byte[] fine = ImageCodec.encodeJpeg(image, 95);

    assertThat(fine).hasSizeGreaterThan(coarse.length);
    assertThat(meanDifference(image, ImageCodec.decode(fine)))
        .isLessThan(meanDifference(image, ImageCodec.decode(coarse)));
  }

  @Test
  void encodingIsDeterministic() {
    RgbImage image = Pictures.scene(3, 200, 100);

    assertThat(ImageCodec.encodeJpeg(image, 85)).isEqualTo(ImageCodec.encodeJpeg(image, 85));
    assertThat(ImageCodec.encodeWebp(image, 80)).isEqualTo(ImageCodec.encodeWebp(image, 80));
  }

  @Test
  void theFormatsAreWhatTheyClaimToBe() {
    RgbImage image = Pictures.flat(32, 32, 1, 2, 3);

    byte[] jpeg = ImageCodec.encodeJpeg(image, 80);
    byte[] webp = ImageCodec.encodeWebp(image, 80);

    assertThat(jpeg).startsWith(0xff, 0xd8, 0xff).endsWith(0xff, 0xd9);
    assertThat(new String(webp, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    assertThat(new String(webp, 8, 8, StandardCharsets.US_ASCII)).isEqualTo("WEBPVP8 ");
  }

  @Test
  void shrinkingWeighsAllPixelsIn() {
    // Given a fine checkerboard, of which point sampling would give black or white
    RgbImage board = Pictures.paint(256, 256, (x, y) -> (x + y) % 2 == 0 ? 0 : 0xffffff);

    // When
    RgbImage small = ImageCodec.scale(board, 32, 32);

    // Then
    assertThat(greatestDifference(Pictures.flat(32, 32, 128, 128, 128), small))
        .isLessThanOrEqualTo(3);
  }

  @Test
  void scalingKeepsColours() {
    RgbImage red = ImageCodec.scale(Pictures.flat(100, 50, 250, 10, 30), 33, 71);

    assertThat(greatestDifference(Pictures.flat(33, 71, 250, 10, 30), red)).isLessThanOrEqualTo(2);
  }

  @Test
  void croppingTakesTheCentreOfAWidePicture() {
    // Given green bars left and right of a blue square
    RgbImage wide = Pictures.paint(300, 100, (x, y) -> x >= 100 && x < 200 ? 0x0000ff : 0x00ff00);

    RgbImage square = ImageCodec.cropAndScale(wide, 50, 50);

    assertThat(greatestDifference(Pictures.flat(50, 50, 0, 0, 255), square)).isLessThanOrEqualTo(2);
  }

  @Test
  void croppingTakesTheCentreOfATallPicture() {
    RgbImage tall = Pictures.paint(90, 160, (x, y) -> y >= 54 && y < 106 ? 0xff0000 : 0);

    RgbImage thumbnail = ImageCodec.cropAndScale(tall, 320, 180);

    assertThat(thumbnail.width()).isEqualTo(320);
    assertThat(greatestDifference(Pictures.flat(320, 180, 255, 0, 0), thumbnail))
        .isLessThanOrEqualTo(2);
  }

  @Test
  void decodingToASizeEqualsDecodingAndScalingClosely() throws ImageFormatException {
    byte[] jpeg = ImageCodec.encodeJpeg(Pictures.scene(4, 640, 360), 90);

    RgbImage oneStep = ImageCodec.decode(jpeg, 96, 96);

    assertThat(meanDifference(ImageCodec.scale(ImageCodec.decode(jpeg), 96, 96), oneStep))
        .isLessThan(1.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GIF89a and more bytes", "RIFF1234WEBPVP8 garbage that is no picture"})
  void bytesThatAreNoPictureAreRejected(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> ImageCodec.decode(bytes))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(bytes.length + " bytes");
  }

  @Test
  void aJpegWithoutPixelsIsRejected() {
    byte[] jpeg = ImageCodec.encodeJpeg(Pictures.flat(64, 64, 1, 2, 3), 90);

    assertThatThrownBy(() -> ImageCodec.decode(Arrays.copyOf(jpeg, 20)))
        .isInstanceOf(ImageFormatException.class);
  }

  @Test
  void aQualityOutsideTheScaleIsRejected() {
    RgbImage image = Pictures.flat(8, 8, 0, 0, 0);

    assertThatThrownBy(() -> ImageCodec.encodeJpeg(image, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 to 100");
  }

  static int greatestDifference(RgbImage expected, RgbImage actual) {
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    int greatest = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      greatest =
          Math.max(greatest, Math.abs((expected.rgb()[i] & 0xff) - (actual.rgb()[i] & 0xff)));
    }
    return greatest;
  }

  static double meanDifference(RgbImage expected, RgbImage actual) {
    long sum = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      sum += Math.abs((expected.rgb()[i] & 0xff) - (actual.rgb()[i] & 0xff));
    }
    return (double) sum / expected.rgb().length;
  }
}
