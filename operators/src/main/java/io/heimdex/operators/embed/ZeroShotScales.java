package io.heimdex.operators.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.heimdex.operators.model.PictureSize;
import io.heimdex.operators.model.TextFamily;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.model.ZeroShotScale;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxModelFile;
import io.heimdex.operators.text.Tokenizer;
import io.heimdex.operators.text.Tokens;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link ZeroShotScale} of a model: in its files, or, where one ONNX file holds both towers, by running it, for then it
 * computes the logits of pictures and texts too.
 */
public final class ZeroShotScales {
  private static final String LOGITS = "logits_per_image";
  private static final String IMAGES = "image_embeds";
  private static final String TEXTS = "text_embeds";
  private static final List<String> SAMPLES =
      List.of("a photo of a cat", "two cars in the rain", "people on a stage");
  private static final int PICTURES = 2;
  private static final int CHANNELS = 3;
  private static final long SEED = 1;
  /** Of the span of the logits: what half precision and quantised weights may be off. */
  private static final double TOLERANCE = 0.02;
  /** Less would make the scale a matter of rounding. */
  private static final double LEAST_SPAN = 1e-4;

  private ZeroShotScales() {}

  /**
   * Reads the files, and loads the model if they do not say it.
   *
   * @param model the directory of SigLIP or CLIP, or one of its ONNX files
   * @return null where neither tells: the towers are two files, and {@code config.json} has no {@code logit_scale}
   * @throws RuntimeException that tells what is wrong with the files
   */
  public static @Nullable ZeroShotScale find(Path model) {
    TextModelDirectory directory = TextModelDirectory.read(model, TextOverrides.NONE);
    ZeroShotScale said = ZeroShotScale.of(directory);
    boolean isTextTower = String.valueOf(directory.onnx().getFileName()).startsWith("text_model");
    return said != null || isTextTower || !directory.family().isTower() ? said : tried(directory);
  }

  private static @Nullable ZeroShotScale tried(TextModelDirectory directory) {
    String what = "model of images and texts";
    OnnxModelFile file = new OnnxModelFile(directory.id(), directory.onnx(), null);
    ModelSession session = new ModelSession(file, what, 1, OnnxDevice.CPU);
    try (session) {
      return session.outputs().keySet().containsAll(Set.of(LOGITS, IMAGES, TEXTS))
          ? fitted(directory, session)
          : null;
    } catch (OrtException | EmbeddingException | RuntimeException e) {
      throw session.unusable(e, "pictures and texts");
    }
  }

  private static ZeroShotScale fitted(TextModelDirectory directory, ModelSession session)
      throws OrtException, EmbeddingException {
    Map<String, OnnxTensor> inputs = new HashMap<>(texts(directory, session).tensors());
    inputs.put(PictureTensor.NAME, session.keep(pictures(session, directory.pictureSize())));
    double[] cosines = new double[PICTURES * SAMPLES.size()];
    double[] logits = new double[cosines.length];
    try (OrtSession.Result result = session.run(inputs, Set.of(LOGITS, IMAGES, TEXTS))) {
      float[][] given = matrix(result, LOGITS);
      float[][] images = matrix(result, IMAGES);
      float[][] texts = matrix(result, TEXTS);
      for (int i = 0; i < cosines.length; i++) {
        int picture = i / SAMPLES.size();
        int text = i % SAMPLES.size();
        cosines[i] =
            Vectors.dot(session.normalised(images[picture]), session.normalised(texts[text]));
        logits[i] = given[picture][text];
      }
    } catch (ClassCastException | ArrayIndexOutOfBoundsException e) {
      throw new ModelMismatchException("gives as '" + LOGITS + "' no matrix of pictures and texts");
    }
    return line(cosines, logits, directory.family());
  }

  private static float[][] matrix(OrtSession.Result result, String output) throws OrtException {
    return (float[][]) result.get(output).orElseThrow().getValue();
  }

  private static TokenTensors texts(TextModelDirectory directory, ModelSession session)
      throws OrtException {
    Tokenizer tokenizer = session.keep(Tokenizer.read(directory.tokenizer()));
    int longest = directory.input().maxTokens();
    List<Tokens> texts = SAMPLES.stream()
        .map(text -> directory.input().prepared(text, TextPurpose.QUERY))
        .map(text -> tokenizer.encode(text).truncated(longest))
        .toList();
    TokenTensors tensors = session.keep(new TokenTensors(
        session.inputs().keySet(),
        texts.size(),
        longest,
        texts.get(0),
        directory.input().padToken()));
    tensors.fill(texts);
    return tensors;
  }

  /** Noise. */
  private static OnnxTensor pictures(ModelSession session, PictureSize size) throws OrtException {
    Random random = new Random(SEED);
    FloatBuffer pixels = FloatBuffer.allocate(PICTURES * CHANNELS * size.height() * size.width());
    while (pixels.hasRemaining()) {
      pixels.put(2 * random.nextFloat() - 1);
    }
    long[] shape = {PICTURES, CHANNELS, size.height(), size.width()};
    return FloatTensors.of(
        pixels.flip(),
        shape,
        ModelMismatchException.floats(session.inputs().get(PictureTensor.NAME)));
  }

  /** The straight line through the logits over the cosines. */
  private static ZeroShotScale line(double[] cosines, double[] logits, TextFamily family) {
    double meanCosine = mean(cosines);
    double meanLogit = mean(logits);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < cosines.length; i++) {
      squares += (cosines[i] - meanCosine) * (cosines[i] - meanCosine);
      products += (cosines[i] - meanCosine) * (logits[i] - meanLogit);
    }
    double scale = products / squares;
    double bias = meanLogit - scale * meanCosine;
    double off = 0;
    for (int i = 0; i < cosines.length; i++) {
      off = Math.max(off, Math.abs(scale * cosines[i] + bias - logits[i]));
    }
    double span = Math.sqrt(squares);
    if (!(span > LEAST_SPAN && off <= TOLERANCE * scale * span)) {
      throw new ModelMismatchException("gives '" + LOGITS + "' that are no straight line over the"
          + " cosines of its vectors (off by " + off + "); expected that, or logit_scale"
          + (family == TextFamily.CLIP ? "" : " and logit_bias") + " in config.json");
    }
    return family == TextFamily.CLIP
        ? new ZeroShotScale(ZeroShotScale.Kind.SOFTMAX, scale, 0)
        : new ZeroShotScale(ZeroShotScale.Kind.SIGMOID, scale, bias);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
