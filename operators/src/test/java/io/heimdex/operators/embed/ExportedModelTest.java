package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.Pictures;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.model.ImagePreprocessing;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportedModelTest {
  private static final int BATCH = 2;

  @TempDir
  Path folder;

  private Path model;

  @BeforeEach
  void name() {
    model = folder.resolve("exported");
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGLIP", "CLIP", "DINOV2"})
  void givesTheVectorsOfItsTensorsAtUnitLength(SampleModel sample) throws Exception {
    // Given
    sample.write(model);
    List<byte[]> jpegs = IntStream.range(0, 5)
        .mapToObj(i -> jpeg(Pictures.scene(i, 300 + 40 * i, 260)))
        .toList();

    // When
    try (ImageEmbedder embedder = open()) {
      List<float[]> vectors = embedder.embed(jpegs);

      // Then
      assertThat(embedder.modelId()).startsWith("exported@");
      assertThat(embedder.dimensions()).isEqualTo(sample.dimensions());
      for (int i = 0; i < jpegs.size(); i++) {
        assertThat(vectors.get(i)).containsExactly(directly(jpegs.get(i)), within(1e-5f));
      }
    }
  }

  @Test
  void seesColours() throws Exception {
    SampleModel.SIGLIP.write(model);
    try (ImageEmbedder embedder = open()) {
      List<float[]> vectors = embedder.embed(List.of(
          jpeg(Pictures.flat(64, 64, 250, 0, 0)),
          jpeg(Pictures.flat(90, 50, 250, 0, 0)),
          jpeg(Pictures.flat(64, 64, 0, 0, 250))));
      assertThat(Vectors.dot(vectors.get(0), vectors.get(1))).isGreaterThan(0.999);
      assertThat(Vectors.dot(vectors.get(0), vectors.get(2))).isLessThan(0.9);
    }
  }

  @Test
  void saysWhereFilesContradictTheModel() throws Exception {
    SampleModel.SIGLIP.write(model);
    Path settings = model.resolve("preprocessor_config.json");
    Files.writeString(
        settings, Files.readString(settings).replace("\"width\": 384", "\"width\": 256"));

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exported@")
        .hasMessageContaining("width of 384, but preprocessor_config.json makes them 256");
  }

  @Test
  void saysWhichOutputsThereAreInsteadOfTheOneThatIsExpected() throws Exception {
    // Given a tower without its pooling
    SampleModel.DINOV2.write(model);
    OnnxGraph graph = new OnnxGraph("tower");
    String pixels = graph.input("pixel_values", ElementType.FLOAT, -1, 3, 224, 224);
    graph.output(pixels, "last_hidden_state", -1, 3, 224, 224);
    Files.write(model.resolve("model.onnx"), graph.toBytes("heimdex"));

    // When, then
    assertThatThrownBy(this::open)
        .hasMessageContaining("image_embeds, pooler_output")
        .hasMessageContaining("last_hidden_state");
  }

  @Test
  void refusesAnInputThatItHasNothingFor() throws Exception {
    SampleModel.DINOV2.write(model);
    OnnxGraph graph = new OnnxGraph("tower");
    String pixels = graph.input("pixel_values", ElementType.FLOAT, -1, 3, 224, 224);
    graph.input("spatial_shapes", ElementType.INT64, -1, 2);
    graph.output(graph.add("Flatten", pixels), "image_embeds", -1, -1);
    Files.write(model.resolve("model.onnx"), graph.toBytes("heimdex"));

    assertThatThrownBy(this::open).hasMessageContaining("takes 'spatial_shapes'");
  }

  @Test
  void refusesVectorsOfNoLength() throws Exception {
    SampleModel.DINOV2.write(model);
    OnnxGraph graph = new OnnxGraph("tower");
    String pixels = graph.input("pixel_values", ElementType.FLOAT, -1, 3, 224, 224);
    String nothing = graph.add("Mul", graph.add("Flatten", pixels), graph.scalar(0));
    graph.output(nothing, "image_embeds", -1, -1);
    Files.write(model.resolve("model.onnx"), graph.toBytes("heimdex"));

    assertThatThrownBy(this::open).hasMessageContaining("a vector of length 0");
  }

  private ImageEmbedder open() {
    return new OnnxImageEmbedderFactory(model.toString(), 1, BATCH).open();
  }

  /** Through the runtime alone. */
  private float[] directly(byte[] jpeg) throws Exception {
    ModelDirectory directory = ModelDirectory.read(model);
    ImagePreprocessing preprocessing = directory.preprocessing();
    RgbImage picture = preprocessing.resize(ImageCodec.decode(jpeg));
    int pixels = picture.width() * picture.height();
    FloatBuffer values = FloatBuffer.allocate(3 * pixels);
    float[] plane = new float[pixels];
    for (int channel = 0; channel < 3; channel++) {
      preprocessing.write(channel, picture, plane);
      values.put(plane);
    }
    long[] shape = {1, 3, picture.height(), picture.width()};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(directory.onnx().toString());
        OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), shape);
        OnnxTensor text = OnnxTensor.createTensor(environment, new long[1][77])) {
      Map<String, OnnxTensor> inputs = session.getNumInputs() == 1
          ? Map.of("pixel_values", tensor)
          : Map.of("pixel_values", tensor, "input_ids", text, "attention_mask", text);
      String output =
          session.getOutputNames().contains("image_embeds") ? "image_embeds" : "pooler_output";
      try (OrtSession.Result result = session.run(inputs)) {
        float[] vector = ((float[][]) result.get(output).orElseThrow().getValue())[0];
        return Vectors.scaled(vector, 1 / Vectors.norm(vector));
      }
    }
  }

  private static byte[] jpeg(RgbImage picture) {
    return ImageCodec.encodeJpeg(picture, 90);
  }
}
