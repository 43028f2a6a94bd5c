package io.heimdex.operators.model;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the cosines of an image and of texts, tags for example, become scores from 0 to 1.
 *
 * @param kind what the model was trained with
 * @param scale by which cosines are multiplied
 * @param bias added then; 0 for {@link Kind#SOFTMAX}, which it does not change
 */
public record ZeroShotScale(Kind kind, double scale, double bias) implements Serializable {
  private static final String SCALE = "logit_scale";
  private static final String BIAS = "logit_bias";

  /** What turns a scaled cosine into a score. */
  public enum Kind {
    /** Each text on its own: several may fit, or none. SigLIP. */
    SIGMOID,
    /** Texts compete: the scores add up to 1. CLIP. */
    SOFTMAX
  }

  public ZeroShotScale {
    if (!(scale > 0) || Double.isInfinite(scale) || !Double.isFinite(bias)) {
      throw new IllegalArgumentException("Scale and bias of cosines are " + scale + " and " + bias
          + "; expected finite ones, the scale above 0");
    }
  }

  /**
   * What {@code config.json} says, in fields that users add: the numbers {@code logit_scale} (a logarithm) and, of SigLIP, {@code
   * logit_bias} of the checkpoint, which no export has.
   *
   * @return null where it does not have them, or the model has no image tower
   */
  public static @Nullable ZeroShotScale of(TextModelDirectory model) {
    Path file = model.root().resolve(ModelFiles.CONFIG);
    JsonFile config = JsonFile.read(file);
    if (!model.family().isTower() || !config.has(SCALE)) {
      return null;
    }
    double scale = Math.exp(config.number(SCALE, 0));
    if (model.family() == TextFamily.CLIP) {
      return new ZeroShotScale(Kind.SOFTMAX, scale, 0);
    }
    if (!config.has(BIAS)) {
      throw config.wrong(BIAS, "the bias of the checkpoint, beside its " + SCALE);
    }
    return new ZeroShotScale(Kind.SIGMOID, scale, config.number(BIAS, 0));
  }

  /** The scores of an image's cosines with texts, in their order. */
  public float[] scores(double[] cosines) {
    double[] logits =
        Arrays.stream(cosines).map(cosine -> scale * cosine + bias).toArray();
    return kind == Kind.SIGMOID ? sigmoid(logits) : softmax(logits);
  }

  private static float[] sigmoid(double[] logits) {
    float[] scores = new float[logits.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return scores;
  }

  private static float[] softmax(double[] logits) {
    double greatest = Arrays.stream(logits).max().orElse(0);
    double[] powers =
        Arrays.stream(logits).map(logit -> Math.exp(logit - greatest)).toArray();
    double sum = Arrays.stream(powers).sum();
    float[] scores = new float[logits.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (powers[i] / sum);
    }
    return scores;
  }
}
