package io.heimdex.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heimdex.operators.image.Pictures;
import io.heimdex.operators.image.RgbImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures reach a model as Pillow and NumPy make them: the expected tensors are those of tools/pillow-fixtures/make. */
class PillowParityTest {
  private static final float ROUNDING = 1e-6f;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "siglip",
        "clip",
        "clip-old",
        "dinov2",
        "vit",
        "lanczos",
        "convnext",
        "mobilevit",
        "llava",
        "longest-edge",
        "both-edges-padded",
        "both-edges-cut",
        "max-size"
      })
  void pixelsAreThoseOfPillow(String name) throws Exception {
    // Given
    Path folder = folder(name);
    FloatBuffer expected = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("expected.f32")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
    ImagePreprocessing preprocessing =
        ImagePreprocessing.read(folder.resolve("preprocessor_config.json"));

    for (RgbImage picture : List.of(picture(97, 61), picture(40, 75), picture(17, 19))) {
      // When
      RgbImage resized = preprocessing.resize(picture);

      // Then
      for (int channel = 0; channel < 3; channel++) {
        float[] plane = new float[preprocessing.width() * preprocessing.height()];
        Arrays.fill(plane, Float.NaN);
        preprocessing.write(channel, resized, plane);
        for (int i = 0; i < plane.length; i++) {
          assertThat(plane[i])
              .as(name + ", channel " + channel + ", pixel " + i)
              .isCloseTo(expected.get(), within(ROUNDING));
        }
      }
    }
    assertThat(expected.hasRemaining()).isFalse();
  }

  private static Path folder(String name) throws URISyntaxException, IOException {
    return Path.of(
        Objects.requireNonNull(PillowParityTest.class.getResource("/preprocessing/" + name))
            .toURI());
  }

  /** As the script makes it. */
  private static RgbImage picture(int width, int height) {
    int[] state = {width * 1000 + height};
    return Pictures.paint(width, height, (x, y) -> {
      state[0] = (state[0] * 1_103_515_245 + 12_345) & 0x7fffffff;
      int noise = (state[0] >> 16) % 64;
      int block = (x / 9 + y / 7) % 2 == 1 ? 90 : 0;
      return (x * 160 / width + noise) << 16
          | (y * 160 / height + block) << 8
          | (block + noise * 2);
    });
  }
}
