package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heimdex.operators.embed.TinyExport.Weights;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.Pictures;
import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.model.Pooling;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageOutputTest {
  private static final int BATCH = 2;
  private static final List<byte[]> JPEGS = IntStream.range(0, 3)
      .mapToObj(i -> ImageCodec.encodeJpeg(Pictures.scene(i, 60, 40), 90))
      .toList();

  @TempDir
  private Path folder;

  private Path model;

  @BeforeEach
  void name() {
    model = folder.resolve("tiny");
  }

  @Test
  void patchesArePooledAsTheOptionSays() throws Exception {
    // Given
    TinyExport.write(model, graph -> {
      String projected = TinyExport.projected(graph, Weights.FLOAT);
      graph.output(projected, "all", -1, -1);
      graph.output(TinyExport.patches(graph, projected), "last_hidden_state", -1, -1, -1);
      return graph.toBytes("heimdex");
    });

    // When
    List<float[]> all = embedded("all", null);
    List<float[]> first = embedded(null, Pooling.CLS);
    List<float[]> mean = embedded("last_hidden_state", Pooling.MEAN);

    // Then
    for (int i = 0; i < JPEGS.size(); i++) {
      assertThat(first.get(i)).containsExactly(unit(mean(all.get(i), 1)), within(1e-5f));
      assertThat(mean.get(i))
          .containsExactly(unit(mean(all.get(i), TinyExport.PATCHES)), within(1e-5f));
    }
  }

  @Test
  void everyWayToTakeTheVectorsHasAnIdOfItsOwn() throws Exception {
    // Given
    TinyExport.write(model, graph -> {
      String projected = TinyExport.projected(graph, Weights.FLOAT);
      graph.output(projected, "pooler_output", -1, -1);
      graph.output(projected, "other", -1, -1);
      graph.output(TinyExport.patches(graph, projected), "last_hidden_state", -1, -1, -1);
      return graph.toBytes("heimdex");
    });

    // When
    List<String> ids =
        List.of(id(null, null), id("other", null), id(null, Pooling.CLS), id(null, Pooling.MEAN));

    // Then
    assertThat(ids)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("tiny@[0-9a-f]{12}"))
        .contains(
            new OnnxImageEmbedderFactory(model.toString(), 1, BATCH).open().modelId());
    assertThat(id("other", null)).isEqualTo(ids.get(1));
  }

  @Test
  void whatTheModelHasNotIsNamedWithItsOption() throws Exception {
    TinyExport.write(model, graph -> {
      String projected = TinyExport.projected(graph, Weights.FLOAT);
      graph.output(projected, "all", -1, -1);
      graph.output(TinyExport.patches(graph, projected), "hidden", -1, -1, -1);
      return graph.toBytes("heimdex");
    });

    assertThatThrownBy(() -> open(null, null))
        .hasMessageContaining("none of the outputs [image_embeds, pooler_output]")
        .hasMessageContaining("heimdex.embed.image.output")
        .hasMessageContaining("heimdex.embed.image.pooling");
    assertThatThrownBy(() -> open("nothing", null))
        .hasMessageContaining("no output 'nothing' (heimdex.embed.image.output)")
        .hasMessageContaining("hidden");
    assertThatThrownBy(() -> open("hidden", null))
        .hasMessageContaining("a vector for each patch")
        .hasMessageContaining("heimdex.embed.image.pooling");
    assertThatThrownBy(() -> open("all", Pooling.MEAN)).hasMessageContaining("3 dimensions");
    assertThatThrownBy(() -> open(null, Pooling.MEAN))
        .hasMessageContaining("none of the outputs [last_hidden_state]");
  }

  @Test
  void aModelThatTakesBytesHasNoOtherOutput() {
    ModelSource builtin = new ModelSource(OnnxImageEmbedderFactory.BUILTIN);

    assertThatThrownBy(() -> open(builtin, "image_embeds", null))
        .hasMessageContaining("no heimdex.embed.image.output");
    assertThatThrownBy(() -> open(builtin, null, Pooling.CLS))
        .hasMessageContaining("no heimdex.embed.image.pooling");
  }

  @ParameterizedTest
  @EnumSource(Weights.class)
  void weightsOfSmallerTypesGiveNearlyTheSameVectors(Weights stored) throws Exception {
    // Given
    List<float[]> whole = embedded(write("whole", Weights.FLOAT));

    // When
    List<float[]> smaller = embedded(write("smaller", stored));

    // Then
    assertAlike(whole, smaller);
  }

  @Test
  void halfFloatsAreTakenAndGiven() throws Exception {
    // Given
    List<float[]> whole = embedded(write("whole", Weights.FLOAT));
    Path halves = folder.resolve("halves");
    TinyExport.write(halves, graph -> {
      String projected = TinyExport.projectedInHalves(graph);
      graph.output(projected, "image_embeds", ElementType.FLOAT16, -1, -1);
      return graph.toBytes("heimdex");
    });

    // When
    List<float[]> half = embedded(halves);

    // Then
    assertAlike(whole, half);
  }

  private static void assertAlike(List<float[]> expected, List<float[]> vectors) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Vectors.norm(vectors.get(i))).isCloseTo(1, within(1e-5));
      assertThat(Vectors.dot(expected.get(i), vectors.get(i))).isGreaterThan(0.999);
    }
    assertThat(Vectors.dot(expected.get(0), vectors.get(1))).isLessThan(0.99);
  }

  private Path write(String name, Weights stored) throws IOException {
    Path directory = folder.resolve(name);
    TinyExport.write(directory, graph -> {
      graph.output(TinyExport.projected(graph, stored), "image_embeds", -1, -1);
      return graph.toBytes("heimdex");
    });
    return directory;
  }

  private static List<float[]> embedded(Path directory) throws EmbeddingException {
    try (ImageEmbedder embedder =
        new OnnxImageEmbedderFactory(directory.toString(), 1, BATCH).open()) {
      return embedder.embed(JPEGS);
    }
  }

  private List<float[]> embedded(@Nullable String output, @Nullable Pooling pooling)
      throws EmbeddingException {
    try (ImageEmbedder embedder = open(output, pooling)) {
      return embedder.embed(JPEGS);
    }
  }

  private String id(@Nullable String output, @Nullable Pooling pooling) {
    try (ImageEmbedder embedder = open(output, pooling)) {
      return embedder.modelId();
    }
  }

  private ImageEmbedder open(@Nullable String output, @Nullable Pooling pooling) {
    return open(new ModelSource(model.toString()), output, pooling);
  }

  private static ImageEmbedder open(
      ModelSource source, @Nullable String output, @Nullable Pooling pooling) {
    ImageModelSettings settings = new ImageModelSettings(source, output, pooling, null);
    return new OnnxImageEmbedderFactory(settings, 1, BATCH, OnnxDevice.CPU).open();
  }

  /** Of the first patches. */
  private static float[] mean(float[] patches, int count) {
    float[] mean = new float[TinyExport.DIMENSIONS];
    for (int i = 0; i < count * mean.length; i++) {
      mean[i % mean.length] += patches[i] / count;
    }
    return mean;
  }

  private static float[] unit(float[] vector) {
    return Vectors.scaled(vector, 1 / Vectors.norm(vector));
  }
}
