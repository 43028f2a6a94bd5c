package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.model.ZeroShotScale;
import io.heimdex.operators.model.ZeroShotScale.Kind;
import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZeroShotScalesTest {
  @TempDir
  private Path folder;

  private Path model;

  @BeforeEach
  void name() {
    model = folder.resolve("exported");
  }

  @Test
  void readsWhatTheConfigurationSays() throws IOException {
    SampleModel.SIGLIP.write(model);

    ZeroShotScale scale = ZeroShotScales.find(model);

    assertThat(scale).isEqualTo(new ZeroShotScale(Kind.SIGMOID, Math.exp(4.7), -16.5));
    assertThat(scale.scores(new double[] {0, 0.15, 0.5})[0]).isCloseTo(6.8e-8f, within(1e-9f));
    assertThat(scale.scores(new double[] {16.5 / scale.scale()})).containsExactly(0.5f);
  }

  @Test
  void findsTheScaleOfAModelOfBothTowersByRunningIt() throws IOException {
    SampleModel.CLIP.write(model);

    ZeroShotScale scale = ZeroShotScales.find(model);

    assertThat(scale.kind()).isEqualTo(Kind.SOFTMAX);
    assertThat(scale.scale()).isCloseTo(100, within(0.01));
    assertThat(scale.scores(new double[] {0.3, 0.3, 0.2}))
        .containsExactly(new float[] {0.5f, 0.5f, 0}, within(1e-4f));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "FLOAT16"})
  void findsScaleAndBiasOfSiglipInOneFile(ElementType type) throws IOException {
    // Given
    SampleModel.CLIP.write(model);
    replaceInConfig("\"clip\"", "\"siglip\"");
    Files.write(model.resolve("model.onnx"), joint(false, type));

    // When, then
    ZeroShotScale scale = ZeroShotScales.find(model);
    assertThat(scale.kind()).isEqualTo(Kind.SIGMOID);
    assertThat(scale.scale()).isCloseTo(20, within(0.01));
    assertThat(scale.bias()).isCloseTo(-3, within(0.01));
  }

  @Test
  void saysThatLogitsAreNoLineOverCosines() throws IOException {
    SampleModel.CLIP.write(model);
    Files.write(model.resolve("model.onnx"), joint(true, ElementType.FLOAT));

    assertThatThrownBy(() -> ZeroShotScales.find(model))
        .hasMessageContaining("no straight line over the cosines")
        .hasMessageContaining("logit_scale in config.json");
  }

  @Test
  void knowsNoneWhereNothingTells() throws IOException {
    SampleModel.SIGLIP.write(model);
    replaceInConfig("\"logit_scale\": 4.7, \"logit_bias\": -16.5,", "");
    assertThat(ZeroShotScales.find(model)).isNull();

    Path sentences = folder.resolve("sentences");
    SampleModel.MINILM.write(sentences);
    assertThat(ZeroShotScales.find(sentences)).isNull();
  }

  @Test
  void namesTheFieldThatIsMissing() throws IOException {
    SampleModel.SIGLIP.write(model);
    replaceInConfig("\"logit_bias\": -16.5,", "");

    assertThatThrownBy(() -> ZeroShotScales.find(model))
        .hasMessageContaining("config.json: 'logit_bias' is missing");
  }

  private void replaceInConfig(String text, String by) throws IOException {
    Path config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(text, by));
  }

  /** A model of pictures and texts whose logits are 20 times the cosine, less 3; or bent. */
  private static byte[] joint(boolean bent, ElementType type) {
    OnnxGraph graph = new OnnxGraph("joint");
    String ids = graph.input("input_ids", ElementType.INT64, OnnxGraph.BATCH, 77);
    String pixels =
        floats(graph, graph.input("pixel_values", type, OnnxGraph.PICTURES, 3, 224, 224));
    String words = floats(graph, ids);
    String text =
        graph.add("Slice", words, graph.integers(0), graph.integers(4), graph.integers(1));
    String flat = graph.add("Flatten", pixels);
    String image =
        graph.add("Slice", flat, graph.integers(0), graph.integers(4), graph.integers(1));
    String images = unit(graph, image);
    String texts = unit(graph, text);
    String cosines = graph.add("MatMul", images, graph.add("Transpose", texts));
    String used = bent ? graph.add("Mul", cosines, graph.add("Abs", cosines)) : cosines;
    String scaled = graph.add("Mul", used, graph.scalar(20));
    graph.output(
        graph.add("Sub", scaled, graph.scalar(3)),
        "logits_per_image",
        OnnxGraph.PICTURES,
        OnnxGraph.BATCH);
    graph.output(image, "image_embeds", OnnxGraph.PICTURES, 4);
    graph.output(text, "text_embeds", OnnxGraph.BATCH, 4);
    return graph.toBytes("heimdex");
  }

  private static String floats(OnnxGraph graph, String values) {
    return graph.add(
        "Cast", new OnnxGraph.Attributes().integer("to", ElementType.FLOAT.number()), values);
  }

  private static String unit(OnnxGraph graph, String vectors) {
    String norm = graph.add("ReduceL2", new OnnxGraph.Attributes().integers("axes", -1), vectors);
    return graph.add("Div", vectors, norm);
  }
}
