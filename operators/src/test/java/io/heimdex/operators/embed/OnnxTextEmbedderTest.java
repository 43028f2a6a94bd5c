package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.heimdex.operators.model.Pooling;
import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxGraph;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import io.heimdex.operators.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxTextEmbedderTest {
  private static final int BATCH = 3;
  private static final List<String> TEXTS = List.of(
      "A cat sits on the sofa",
      "The cat sleeps on a sofa, in the sun.",
      "Two cars drive over a bridge in the rain",
      "zebra",
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
      "music");

  @TempDir
  private Path folder;

  private Path model;

  @BeforeEach
  void name() {
    model = folder.resolve("exported");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "DINOV2.*")
  void givesTheVectorsOfItsTensorsAtUnitLength(SampleModel sample) throws Exception {
    // Given
    sample.write(model);

    // When
    try (OnnxTextEmbedder embedder = open(TextPurpose.QUERY)) {
      List<float[]> vectors = embedder.embed(TEXTS);

      // Then
      assertThat(embedder.modelId()).startsWith("exported@");
      assertThat(embedder.dimensions()).isEqualTo(sample.dimensions());
      for (int i = 0; i < TEXTS.size(); i++) {
        assertThat(vectors.get(i))
            .as(TEXTS.get(i))
            .containsExactly(directly(TEXTS.get(i)), within(1e-5f));
      }
      assertThat(Vectors.dot(vectors.get(0), vectors.get(1)))
          .isGreaterThan(Vectors.dot(vectors.get(0), vectors.get(2)) + 0.1);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "DINOV2.*")
  void aVectorDoesNotDependOnItsCompany(SampleModel sample) throws Exception {
    sample.write(model);
    try (TextEmbedder embedder = open(TextPurpose.PASSAGE)) {
      List<float[]> together = embedder.embed(TEXTS);

      for (int i = 0; i < TEXTS.size(); i++) {
        float[] alone = embedder.embed(List.of(TEXTS.get(i))).get(0);
        assertThat(alone).containsExactly(together.get(i), within(1e-6f));
      }
    }
  }

  @Test
  void tellsWhichTextsItTakesOnlyTheBeginningOf() throws Exception {
    SampleModel.MINILM.write(model);
    try (OnnxTextEmbedder embedder = open(TextPurpose.PASSAGE)) {
      String longest = String.join(" ", Collections.nCopies(127, "cat dog"));
      String longer = longest + " bird";

      assertThat(embedder.maxTokens()).isEqualTo(256);
      assertThat(embedder.countTokens(longest)).isEqualTo(256);
      assertThat(embedder.isTruncated(longest)).isFalse();
      assertThat(embedder.isTruncated(longer)).isTrue();
      assertThat(embedder.embed(List.of(longer)).get(0))
          .containsExactly(embedder.embed(List.of(longest)).get(0), within(1e-6f));
    }
  }

  @Test
  void takesLongTextsInSmallerBatches() throws Exception {
    SampleModel.BGE_M3.write(model);
    String text = "cat dog bird horse ".repeat(500);
    try (TextEmbedder embedder = open(TextPurpose.PASSAGE)) {
      List<float[]> vectors = embedder.embed(List.of(text, "cat", text));

      assertThat(vectors.get(0)).containsExactly(directly(text), within(1e-5f));
      assertThat(vectors.get(2)).isEqualTo(vectors.get(0));
    }
  }

  @Test
  void siglipSeesNoCaseAndNoPunctuation() throws Exception {
    SampleModel.SIGLIP.write(model);
    try (TextEmbedder embedder = open(TextPurpose.PASSAGE)) {
      List<float[]> vectors = embedder.embed(List.of("A cat, on the sofa!", "a cat on the sofa"));

      assertThat(vectors.get(0)).isEqualTo(vectors.get(1));
    }
  }

  @Test
  void queriesAndPassagesOfOneModelDifferButItsNameDoesNot() throws Exception {
    SampleModel.E5.write(model);
    try (TextEmbedder queries = open(TextPurpose.QUERY);
        TextEmbedder passages = open(TextPurpose.PASSAGE)) {
      assertThat(queries.embed(List.of("cat")).get(0))
          .isNotEqualTo(passages.embed(List.of("cat")).get(0));
      assertThat(queries.modelId()).isEqualTo(passages.modelId());
    }
  }

  @Test
  void guessesNoPooling() throws Exception {
    // Given an export without the files of sentence-transformers, which has BERT's own pooling
    SampleModel.MINILM.write(model);
    Files.delete(model.resolve("modules.json"));
    Files.delete(model.resolve("1_Pooling/config.json"));

    // When, then
    assertThatThrownBy(() -> open(TextPurpose.PASSAGE))
        .hasMessageContaining("gives 'last_hidden_state', a vector for each token")
        .hasMessageContaining("1_Pooling/config.json");
    TextOverrides said = new TextOverrides(Pooling.CLS, null, null, null, null);
    try (OnnxTextEmbedder embedder = open(TextPurpose.PASSAGE, said)) {
      assertThat(embedder.pooling()).isEqualTo(Pooling.CLS);
    }
  }

  @Test
  void prefersTheOutputThatHoldsTheVectorsOfTexts() throws Exception {
    SampleModel.MINILM.write(model);
    write(graph("pooler_output"));
    assertThatThrownBy(() -> open(TextPurpose.PASSAGE))
        .hasMessageContaining("none of the outputs [text_embeds, sentence_embedding")
        .hasMessageContaining("but [pooler_output]");

    write(graph("pooler_output", "sentence_embedding"));
    try (OnnxTextEmbedder embedder = open(TextPurpose.PASSAGE)) {
      assertThat(embedder.outputName()).isEqualTo("sentence_embedding");
    }

    TextOverrides said = new TextOverrides(null, null, null, null, "pooler_output");
    try (OnnxTextEmbedder embedder = open(TextPurpose.PASSAGE, said)) {
      assertThat(embedder.outputName()).isEqualTo("pooler_output");
    }
  }

  @Test
  void takesHalfFloats() throws Exception {
    SampleModel.MINILM.write(model);
    OnnxGraph graph = new OnnxGraph("text");
    String ids = graph.input("input_ids", ElementType.INT64, OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    String halves = graph.add(
        "Cast", new OnnxGraph.Attributes().integer("to", ElementType.FLOAT16.number()), ids);
    graph.output(
        halves, "sentence_embedding", ElementType.FLOAT16, OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    write(graph);
    try (TextEmbedder halfs = open(TextPurpose.PASSAGE)) {
      float[] half = halfs.embed(TEXTS).get(0);

      write(graph("sentence_embedding"));
      try (TextEmbedder wholes = open(TextPurpose.PASSAGE)) {
        assertThat(half).containsExactly(wholes.embed(TEXTS).get(0), within(1e-3f));
      }
    }
  }

  @Test
  void refusesAnInputThatItHasNothingFor() throws Exception {
    SampleModel.MINILM.write(model);
    OnnxGraph graph = graph("sentence_embedding");
    graph.input("task_id", ElementType.INT64, OnnxGraph.BATCH);
    write(graph);

    assertThatThrownBy(() -> open(TextPurpose.PASSAGE)).hasMessageContaining("takes 'task_id'");
  }

  @Test
  void saysWhereFilesContradictTheModel() throws Exception {
    SampleModel.SIGLIP.write(model);
    Path config = model.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("embeddings\": 64", "embeddings\": 32"));

    assertThatThrownBy(() -> open(TextPurpose.PASSAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The text model exported@")
        .hasMessageContaining("texts of exactly 64 tokens, but its files, or the setting, say 32");
  }

  @Test
  void refusesVectorsOfNoLength() throws Exception {
    SampleModel.MINILM.write(model);
    OnnxGraph graph = new OnnxGraph("text");
    String ids = graph.input("input_ids", ElementType.INT64, OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    String nothing = graph.add("Mul", floats(graph, ids), graph.scalar(0));
    graph.output(nothing, "sentence_embedding", OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    write(graph);

    assertThatThrownBy(() -> open(TextPurpose.PASSAGE))
        .hasMessageContaining("fails on a text made to try it")
        .hasMessageContaining("a vector of length 0");
  }

  @Test
  void takesSmallerBatchesWhereMemoryRunsOut() throws Exception {
    // Given a model that there is memory for two texts for
    SampleModel.MINILM.write(model);
    OnnxGraph graph = new OnnxGraph("hungry");
    String ids = graph.input("input_ids", ElementType.INT64, OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    String texts = graph.add("Gather", graph.add("Shape", ids), graph.integers(0));
    String isLarge = graph.add("Greater", texts, graph.integers(2));
    String vectors = graph.add("Add", floats(graph, ids), HungryModel.nothing(graph, isLarge));
    graph.output(vectors, "sentence_embedding", OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    write(graph);

    // When
    try (TextEmbedder embedder = new OnnxTextEmbedderFactory(
            model.toString(), TextPurpose.PASSAGE, TextOverrides.NONE, 1, 8, OnnxDevice.CPU)
        .open()) {

      // Then
      assertThat(embedder.batchSize()).isEqualTo(2);
      assertThat(embedder.embed(TEXTS.subList(0, 3))).hasSize(3);
      assertThat(embedder.isTruncated("cat ".repeat(300))).isTrue();
    }
  }

  @Test
  void aClosedEmbedderSaysSo() throws Exception {
    SampleModel.MINILM.write(model);
    TextEmbedder embedder = open(TextPurpose.PASSAGE);
    embedder.close();
    embedder.close();

    assertThatThrownBy(() -> embedder.embed(TEXTS)).isInstanceOf(IllegalStateException.class);
  }

  private OnnxTextEmbedder open(TextPurpose purpose) throws EmbeddingException {
    return open(purpose, TextOverrides.NONE);
  }

  private OnnxTextEmbedder open(TextPurpose purpose, TextOverrides overrides)
      throws EmbeddingException {
    return new OnnxTextEmbedderFactory(
            model.toString(), purpose, overrides, 1, BATCH, OnnxDevice.CPU)
        .openAtThisSize();
  }

  /** Gives, under each name, the numbers of the first tokens. */
  private static OnnxGraph graph(String... outputs) {
    OnnxGraph graph = new OnnxGraph("text");
    String ids = graph.input("input_ids", ElementType.INT64, OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    String values = floats(graph, ids);
    for (String output : outputs) {
      graph.output(values, output, OnnxGraph.BATCH, OnnxGraph.SEQUENCE);
    }
    return graph;
  }

  private static String floats(OnnxGraph graph, String ids) {
    return graph.add(
        "Cast", new OnnxGraph.Attributes().integer("to", ElementType.FLOAT.number()), ids);
  }

  private void write(OnnxGraph graph) throws IOException {
    Files.write(model.resolve("model.onnx"), graph.toBytes("heimdex"));
  }

  /** Of a query, through the runtime alone: padded where the model wants one length, pooled as its files say. */
  private float[] directly(String text) throws Exception {
    TextModelDirectory directory = TextModelDirectory.read(model, TextOverrides.NONE);
    long[] ids;
    try (Tokenizer tokenizer = Tokenizer.read(directory.tokenizer())) {
      ids =
          tokenizer.encode(directory.input().prepared(text, TextPurpose.QUERY)).ids();
    }
    int length = directory.input().isPadded() ? directory.input().maxTokens() : ids.length;
    long[] padded = Arrays.copyOf(ids, length);
    long[] mask = new long[length];
    Arrays.fill(mask, 0, ids.length, 1);
    Arrays.fill(padded, ids.length, length, directory.input().padToken());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(directory.onnx().toString());
        OnnxTensor idsTensor = OnnxTensor.createTensor(environment, new long[][] {padded});
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, new long[][] {mask});
        OnnxTensor types = OnnxTensor.createTensor(environment, new long[1][length]);
        OnnxTensor pixels = OnnxTensor.createTensor(environment, new float[1][3][224][224])) {
      Map<String, OnnxTensor> inputs = new HashMap<>(Map.of(
          "input_ids",
          idsTensor,
          "attention_mask",
          maskTensor,
          "token_type_ids",
          types,
          "pixel_values",
          pixels));
      inputs.keySet().retainAll(session.getInputNames());
      try (OrtSession.Result result = session.run(inputs)) {
        float[] vector = vector(result, directory.pooling());
        return Vectors.scaled(vector, 1 / Vectors.norm(vector));
      }
    }
  }

  private static float[] vector(OrtSession.Result result, Pooling pooling) throws Exception {
    if (pooling == null) {
      OnnxTensor vectors = (OnnxTensor)
          result.get("text_embeds").or(() -> result.get("pooler_output")).orElseThrow();
      return ((float[][]) vectors.getValue())[0];
    }
    float[][] tokens =
        ((float[][][]) result.get("last_hidden_state").orElseThrow().getValue())[0];
    float[] sum = tokens[0].clone();
    for (int token = 1; token < tokens.length && pooling == Pooling.MEAN; token++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += tokens[token][i];
      }
    }
    return sum;
  }
}
