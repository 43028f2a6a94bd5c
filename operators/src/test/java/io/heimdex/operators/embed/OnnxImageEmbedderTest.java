package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.Pictures;
import io.heimdex.operators.image.RgbImage;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxImageEmbedderTest {
  private static final OnnxImageEmbedderFactory BUILTIN =
      new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 4);

  private static ImageEmbedder embedder;

  @BeforeAll
  static void open() {
    embedder = BUILTIN.open();
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void theBuiltInModelFitsTheDatabase() {
    assertThat(embedder.dimensions()).isEqualTo(1152);
    assertThat(embedder.modelId()).matches("heimdex-descriptor@[0-9a-f]{12}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x000000, 0xffffff, 0x808080, 0x7f7f7f, 0xff0000, 0x0000ff})
  void aFlatPictureHasAFiniteVectorOfUnitLength(int colour) throws EmbeddingException {
    float[] vector = embed(Pictures.paint(64, 36, (x, y) -> colour));

    assertThat(Vectors.norm(vector)).isCloseTo(1, within(1e-4));
  }

  @Test
  void picturesThatLookAlikeAreNearerThanOthers() throws EmbeddingException {
    for (long seed = 0; seed < 20; seed++) {
      // Given
      RgbImage picture = Pictures.scene(seed, 320, 180);
      float[] original = embed(picture);

      // When
      float[] brighter = embed(brightened(picture, 12));
      float[] moved = embed(shifted(picture, 8));
      float[] other = embed(Pictures.scene(1000 + seed, 320, 180));

      // Then
      assertThat(Vectors.dot(original, brighter))
          .as("brighter %d", seed)
          .isGreaterThan(Vectors.dot(original, other) + 0.1);
      assertThat(Vectors.dot(original, moved))
          .as("moved %d", seed)
          .isGreaterThan(Vectors.dot(original, other) + 0.1);
    }
  }

  @Test
  void colourAndLayoutAndEdgesEachTellPicturesApart() throws EmbeddingException {
    float[] stripes =
        embed(Pictures.paint(128, 128, (x, y) -> x / 8 % 2 == 0 ? 0x404040 : 0xc0c0c0));

    assertThat(Vectors.dot(
            stripes,
            embed(Pictures.paint(128, 128, (x, y) -> y / 8 % 2 == 0 ? 0x404040 : 0xc0c0c0))))
        .as("turned")
        .isLessThan(0.95);
    assertThat(Vectors.dot(
            stripes,
            embed(Pictures.paint(128, 128, (x, y) -> x / 8 % 2 == 0 ? 0x604020 : 0xe0c0a0))))
        .as("tinted")
        .isLessThan(0.95);
    assertThat(Vectors.dot(
            embed(Pictures.paint(128, 128, (x, y) -> x < 64 ? 0x204060 : 0xc0a080)),
            embed(Pictures.paint(128, 128, (x, y) -> x < 64 ? 0xc0a080 : 0x204060))))
        .as("mirrored")
        .isLessThan(0.95);
  }

  @Test
  void aVectorDoesNotDependOnItsCompany() throws EmbeddingException {
    // Given
    List<byte[]> jpegs =
        IntStream.range(0, 11).mapToObj(i -> jpeg(Pictures.scene(i, 200, 120))).toList();

    // When
    List<float[]> together = embedder.embed(jpegs);

    // Then to the last bit, else rows would differ after a crash
    for (int i = 0; i < jpegs.size(); i++) {
      assertThat(together.get(i))
          .isEqualTo(embedder.embed(List.of(jpegs.get(i))).get(0));
    }
  }

  @Test
  void anotherSessionOfTheSameSettingsGivesTheSameVectors() throws EmbeddingException {
    byte[] jpeg = jpeg(Pictures.scene(5, 200, 120));

    try (ImageEmbedder second = BUILTIN.open()) {
      assertThat(second.embed(List.of(jpeg)).get(0))
          .isEqualTo(embedder.embed(List.of(jpeg)).get(0));
    }
  }

  @Test
  void otherThreadsAndBatchSizesChangeNoMoreThanRounding() throws EmbeddingException {
    byte[] jpeg = jpeg(Pictures.scene(5, 200, 120));

    try (ImageEmbedder second =
        new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 2, 1).open()) {
      assertThat(second.embed(List.of(jpeg)).get(0))
          .containsExactly(embedder.embed(List.of(jpeg)).get(0), within(1e-6f));
    }
  }

  @Test
  void aModelOfAFileIsNamedByFileAndDigest(@TempDir Path directory) throws Exception {
    // Given
    Path file = directory.resolve("mine.onnx");
    try (var in = getClass().getResourceAsStream("/models/heimdex-descriptor.onnx")) {
      Files.copy(in, file);
    }

    // When
    try (ImageEmbedder mine = new OnnxImageEmbedderFactory(file.toString(), 1, 1).open()) {

      // Then
      assertThat(mine.modelId())
          .isEqualTo(embedder.modelId().replace("heimdex-descriptor", "mine"));
      assertThat(mine.dimensions()).isEqualTo(1152);
    }
  }

  @Test
  void aPictureThatCantBeDecodedFailsTheCall() {
    assertThatThrownBy(() -> embedder.embed(List.of(new byte[] {1, 2, 3})))
        .isInstanceOf(EmbeddingException.class)
        .hasMessageContaining("3 bytes");
  }

  @Test
  void aModelThatIsMissingOrNoModelIsNamed(@TempDir Path directory) throws Exception {
    Path missing = directory.resolve("missing.onnx");
    Path broken =
        Files.writeString(directory.resolve("broken.onnx"), "no model", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> new OnnxImageEmbedderFactory(missing.toString(), 1, 1).open())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing.onnx");
    assertThatThrownBy(() -> new OnnxImageEmbedderFactory(broken.toString(), 1, 1).open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("broken@");
  }

  @Test
  void aClosedEmbedderSaysSo() {
    ImageEmbedder closed = BUILTIN.open();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.embed(List.of(jpeg(Pictures.flat(8, 8, 1, 2, 3)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private static float[] embed(RgbImage picture) throws EmbeddingException {
    return embedder.embed(List.of(jpeg(picture))).get(0);
  }

  private static byte[] jpeg(RgbImage picture) {
    return ImageCodec.encodeJpeg(picture, 90);
  }

  private static RgbImage brightened(RgbImage picture, int by) {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.min(255, (rgb[i] & 0xff) + by);
    }
    return new RgbImage(picture.width(), picture.height(), rgb);
  }

  private static RgbImage shifted(RgbImage picture, int by) {
    return Pictures.paint(picture.width(), picture.height(), (x, y) -> {
      int at = 3 * (y * picture.width() + Math.max(0, x - by));
      return (picture.rgb()[at] & 0xff) << 16
          | (picture.rgb()[at + 1] & 0xff) << 8
          | picture.rgb()[at + 2] & 0xff;
    });
  }
}
