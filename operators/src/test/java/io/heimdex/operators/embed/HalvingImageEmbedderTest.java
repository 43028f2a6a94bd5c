package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.Pictures;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalvingImageEmbedderTest {
  private static final byte[] GREY = flat(100);
  private static final byte[] WHITE = flat(255);

  @TempDir
  Path folder;

  @Test
  void takesTheLargestHalfThatThereIsMemoryFor() throws Exception {
    try (ImageEmbedder embedder = open(2, 16)) {
      assertThat(embedder.batchSize()).isEqualTo(2);

      assertThat(embedder.embed(Collections.nCopies(7, GREY)))
          .hasSize(7)
          .allSatisfy(vector -> assertThat(vector).containsExactly(1, 0));
    }
  }

  @Test
  void staysSmallerAfterMemoryRanOutOnce() throws Exception {
    // Given a model that there is memory for at first
    try (ImageEmbedder embedder = open(8, 8)) {
      assertThat(embedder.batchSize()).isEqualTo(8);
      assertThat(embedder.embed(Collections.nCopies(8, GREY))).hasSize(8);

      // When one picture takes more than there is
      assertThatThrownBy(() -> embedder.embed(List.of(GREY, WHITE, GREY)))
          .isInstanceOf(EmbeddingException.class)
          .hasMessageContaining("hungry@")
          .hasMessageContaining("no memory on cpu for batches of 1")
          .hasMessageContaining("Failed to allocate memory");

      // Then the others are embedded one by one
      assertThat(embedder.batchSize()).isEqualTo(1);
      assertThat(embedder.embed(List.of(GREY, GREY, GREY))).hasSize(3);
      assertThat(embedder.modelId()).startsWith("hungry@");
      assertThat(embedder.dimensions()).isEqualTo(2);
    }
  }

  @Test
  void aModelThatNoPictureFitsCantBeOpened() {
    assertThatThrownBy(() -> open(0, 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no memory on cpu for batches of 1");
  }

  @Test
  void aModelOfOneBatchSizeIsNotOpenedInAnother() throws Exception {
    // Given
    String model = HungryModel.write(folder.resolve("hungry.onnx"), 4, 4).toString();

    // When
    try (ImageEmbedder embedder = new OnnxImageEmbedderFactory(model, 1, 4).open()) {
      assertThatThrownBy(() -> embedder.embed(List.of(WHITE)))
          .isInstanceOf(EmbeddingException.class)
          .hasMessageContaining("no memory on cpu for batches of 4");

      // Then
      assertThat(embedder.embed(List.of(GREY))).hasSize(1);
    }
  }

  @Test
  void oneThatIsToKeepItsSizeSaysThatItIsTooLarge() throws Exception {
    String model = HungryModel.write(folder.resolve("hungry.onnx"), 2, -1).toString();

    assertThatThrownBy(() -> new OnnxImageEmbedderFactory(model, 1, 4).openAtThisSize())
        .isInstanceOf(EmbeddingException.class)
        .hasMessageContaining("batches of 4");
  }

  private ImageEmbedder open(int largestBatch, int batchSize) throws Exception {
    Path model = HungryModel.write(folder.resolve("hungry.onnx"), largestBatch, -1);
    return new OnnxImageEmbedderFactory(model.toString(), 1, batchSize).open();
  }

  private static byte[] flat(int grey) {
    return ImageCodec.encodeJpeg(
        Pictures.flat(HungryModel.SIDE, HungryModel.SIDE, grey, grey, grey), 95);
  }
}
