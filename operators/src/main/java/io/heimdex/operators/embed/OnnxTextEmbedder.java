package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.heimdex.operators.model.PictureSize;
import io.heimdex.operators.model.Pooling;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxModelFile;
import io.heimdex.operators.text.Tokenizer;
import io.heimdex.operators.text.Tokens;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Embeds texts with ONNX Runtime.
 *
 * <p>The model is an export, see {@link TextModelDirectory}. Texts are cut and padded as it was trained; a model of images and texts gets
 * black pictures, on which the vectors of texts do not depend. Vectors are L2-normalised here.
 *
 * <p>It is tried when opened. Inferences have few shapes, so that memory does not grow with their variety: texts are padded to the next of
 * a few lengths, and a batch is filled up with empty texts. The longer the texts, the fewer they are. The vector of a text does not
 * depend on its company.
 *
 * <p>Thread-safe; one inference at a time.
 */
public final class OnnxTextEmbedder implements TextEmbedder {
  private static final int SHORTEST = 16;
  /** In batches of longer texts there are fewer: what a model takes for them grows with more than their length. */
  private static final int LONGEST_OF_FULL_BATCH = 512;

  private static final String SAMPLE = "A cat sits on the sofa.";
  private static final int CHANNELS = 3;

  private final String modelId;
  private final TextModelDirectory directory;
  private final TextPurpose purpose;
  private final int batchSize;
  private final ModelSession session;
  private final Tokenizer tokenizer;
  private final Set<String> inputNames;
  private final @Nullable OnnxTensor pictures;
  private final TextOutput output;
  private final boolean isBatchFixed;
  private final boolean isLengthFixed;
  private final Tokens empty;
  private final Map<Integer, TokenTensors> tensorsByLength = new HashMap<>();
  private final int dimensions;

  /** @param device as {@link io.heimdex.operators.onnx.OnnxDevices#usable} gave it */
  OnnxTextEmbedder(
      TextModelDirectory directory,
      TextPurpose purpose,
      int threads,
      int batchSize,
      OnnxDevice device)
      throws BatchTooLargeException {
    this.modelId = directory.id();
    this.directory = directory;
    this.purpose = purpose;
    this.batchSize = batchSize;
    session = new ModelSession(
        new OnnxModelFile(directory.id(), directory.onnx(), null), "text model", threads, device);
    try {
      tokenizer = session.keep(Tokenizer.read(directory.tokenizer()));
      Map<String, NodeInfo> inputs = session.inputs();
      inputNames = checkedNames(inputs);
      long[] shape = ModelMismatchException.shape(
          inputs.get(TokenTensors.IDS), TokenTensors.IDS, OnnxJavaType.INT64, 2);
      isBatchFixed = shape[0] >= 0;
      isLengthFixed = shape[1] >= 0 || directory.input().isPadded();
      checkShape(shape);
      pictures = inputs.containsKey(PictureTensor.NAME)
          ? session.keep(black(inputs.get(PictureTensor.NAME)))
          : null;
      output = TextOutput.of(session.outputs(), directory);
      empty = tokens("");
      dimensions = embed(List.of(SAMPLE)).get(0).length;
    } catch (BatchTooLargeException e) {
      session.close();
      throw e;
    } catch (OrtException | EmbeddingException | RuntimeException e) {
      throw session.unusable(e, "a text");
    }
  }

  private static Set<String> checkedNames(Map<String, NodeInfo> inputs) {
    for (String name : inputs.keySet()) {
      if (!TokenTensors.NAMES.contains(name) && !name.equals(PictureTensor.NAME)) {
        throw new ModelMismatchException("takes '" + name + "', which is not known here; expected "
            + new TreeSet<>(TokenTensors.NAMES) + " and, of a model of images and texts, "
            + PictureTensor.NAME);
      }
    }
    return inputs.keySet();
  }

  private void checkShape(long[] shape) {
    if (isBatchFixed && shape[0] != batchSize) {
      throw new ModelMismatchException(
          "takes batches of " + shape[0] + " texts; the setting is " + batchSize);
    }
    if (shape[1] >= 0 && shape[1] != maxTokens()) {
      throw new ModelMismatchException("takes texts of exactly " + shape[1]
          + " tokens, but its files, or the setting, say " + maxTokens());
    }
  }

  private OnnxTensor black(@Nullable NodeInfo input) throws OrtException {
    OnnxJavaType type = ModelMismatchException.floats(input);
    long[] shape = ModelMismatchException.shape(input, PictureTensor.NAME, type, 4);
    PictureSize size = directory.pictureSize();
    long[] one = {Math.max(1, shape[0]), CHANNELS, size.height(), size.width()};
    int pixels = Math.toIntExact(one[0] * CHANNELS * size.height() * size.width());
    return FloatTensors.of(FloatBuffer.allocate(pixels), one, type);
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public OnnxDevice device() {
    return session.device();
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  /** Type and shape of each input; -1 is an open size. */
  public Map<String, String> inputs() {
    return ModelSession.described(session.inputs());
  }

  /** Type and shape of each output; -1 is an open size. */
  public Map<String, String> outputs() {
    return ModelSession.described(session.outputs());
  }

  /** The output that the vectors come from. */
  public String outputName() {
    return output.name();
  }

  /** Of the vectors of tokens; null where the model gives one for each text. */
  public @Nullable Pooling pooling() {
    return output.pooling();
  }

  /** The longest text that the model takes. */
  public int maxTokens() {
    return directory.input().maxTokens();
  }

  /** How many tokens a text has, those included that the model does not take. */
  public int countTokens(String text) {
    return tokens(text).count();
  }

  @Override
  public boolean isTruncated(String text) {
    return countTokens(text) > maxTokens();
  }

  private Tokens tokens(String text) {
    return tokenizer.encode(directory.input().prepared(text, purpose));
  }

  @Override
  public List<float[]> embed(List<String> texts) throws EmbeddingException {
    List<Tokens> tokens = new ArrayList<>(texts.size());
    Map<Integer, List<Integer>> byLength = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      tokens.add(tokens(texts.get(i)).truncated(maxTokens()));
      byLength
          .computeIfAbsent(paddedLength(tokens.get(i).count()), any -> new ArrayList<>())
          .add(i);
    }
    float[][] vectors = new float[texts.size()][];
    for (Map.Entry<Integer, List<Integer>> group : byLength.entrySet()) {
      List<Integer> members = group.getValue();
      int rows = rows(group.getKey());
      for (int from = 0; from < members.size(); from += rows) {
        List<Integer> batch = members.subList(from, Math.min(from + rows, members.size()));
        List<float[]> embedded = infer(batch.stream().map(tokens::get).toList(), group.getKey());
        for (int i = 0; i < batch.size(); i++) {
          vectors[batch.get(i)] = embedded.get(i);
        }
      }
    }
    return Arrays.asList(vectors);
  }

  private int paddedLength(int count) {
    int length = isLengthFixed ? maxTokens() : Math.min(SHORTEST, maxTokens());
    while (length < count) {
      length = Math.min(2 * length, maxTokens());
    }
    return length;
  }

  private int rows(int length) {
    return isBatchFixed || length <= LONGEST_OF_FULL_BATCH
        ? batchSize
        : Math.max(1, (int) ((long) batchSize * LONGEST_OF_FULL_BATCH / length));
  }

  /** At most as many texts as a batch of this length has. */
  private synchronized List<float[]> infer(List<Tokens> texts, int length)
      throws EmbeddingException {
    TokenTensors batch = tensorsByLength.get(length);
    if (batch == null) {
      batch = opened(length);
      tensorsByLength.put(length, batch);
    }
    batch.fill(texts);
    Map<String, OnnxTensor> inputs = new HashMap<>(batch.tensors());
    if (pictures != null) {
      inputs.put(PictureTensor.NAME, pictures);
    }
    try (OrtSession.Result result = session.run(inputs, Set.of(output.name()))) {
      OnnxTensor given = (OnnxTensor) result.get(output.name()).orElseThrow();
      List<float[]> vectors = new ArrayList<>(texts.size());
      for (float[] vector : output.vectors(given, texts, batch)) {
        vectors.add(session.normalised(vector));
      }
      return vectors;
    } catch (OrtException e) {
      // Of a longer text a batch has one row already: fewer for all would not help it.
      throw session.failure(e, batchSize, !isBatchFixed && batch.rows > 1);
    }
  }

  private TokenTensors opened(int length) throws EmbeddingException {
    try {
      return session.keep(new TokenTensors(
          inputNames, rows(length), length, empty, directory.input().padToken()));
    } catch (OrtException e) {
      throw new EmbeddingException("No memory for texts of " + length + " tokens", e);
    }
  }

  @Override
  public synchronized void close() {
    session.close();
  }
}
