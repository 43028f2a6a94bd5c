package io.heimdex.local.model;

import io.heimdex.local.model.ModelReport.Match;
import io.heimdex.operators.embed.EmbeddingException;
import io.heimdex.operators.embed.OnnxImageEmbedder;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import io.heimdex.operators.embed.OnnxTextEmbedder;
import io.heimdex.operators.embed.OnnxTextEmbedderFactory;
import io.heimdex.operators.embed.Vectors;
import io.heimdex.operators.embed.ZeroShotScales;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.model.ZeroShotScale;
import io.heimdex.operators.onnx.OnnxDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads a model as the job does, and tells what it is, how fast, and how alike it finds pictures and texts. Its image tower is looked
 * at where the directory is one of an image model, its text tower where texts are given or there is no other.
 */
public final class ModelCheck {
  private static final int SAMPLE_WIDTH = 683;
  private static final int SAMPLE_HEIGHT = 384;
  private static final int SAMPLE_QUALITY = 90;
  private static final String SAMPLE_TEXT =
      "Two people walk over a bridge in the rain, and a dog runs after a red ball.";

  private final String model;
  private final TextOverrides overrides;
  private final int threads;
  private final OnnxDevice device;
  private final double seconds;

  /**
   * Nothing is opened yet.
   *
   * @param model as of the setting {@code heimdex.embed.image.model} or {@code heimdex.embed.text.model}
   * @param overrides what the files of a text model do not say
   * @param seconds for the speed of each batch size
   */
  public ModelCheck(
      String model, TextOverrides overrides, int threads, OnnxDevice device, double seconds) {
    this.model = model;
    this.overrides = overrides;
    this.threads = threads;
    this.device = device;
    this.seconds = seconds;
  }

  /**
   * Runs the model.
   *
   * @param pictures JPEG or WebP files; may be none
   * @param texts may be none
   * @throws RuntimeException that tells what is wrong with the model's files
   */
  public ModelReport run(List<Path> pictures, List<String> texts) throws Exception {
    List<String> names = pictures.stream().map(Path::toString).toList();
    List<float[]> pictureVectors = new ArrayList<>();
    List<float[]> textVectors = new ArrayList<>();
    boolean hasImages = !isTextModel();
    ImageModelReport image = hasImages ? image(pictures, names, pictureVectors) : null;
    TextModelReport text = !hasImages || !texts.isEmpty() ? text(texts, textVectors) : null;
    if (pictureVectors.isEmpty() || textVectors.isEmpty()) {
      return new ModelReport(image, text, List.of(), null);
    }
    ZeroShotScale scale = ZeroShotScales.find(Path.of(model));
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      matches.addAll(matches(names.get(i), pictureVectors.get(i), texts, textVectors, scale));
    }
    return new ModelReport(
        image,
        text,
        matches,
        scale == null
            ? "no scores: config.json has no logit_scale and logit_bias; docs/models.md tells where they come from"
            : null);
  }

  /** Whether it is only that. */
  private boolean isTextModel() {
    Path path = Path.of(model);
    boolean hasImages = Files.isDirectory(path)
        ? Files.exists(path.resolve("preprocessor_config.json"))
        : ModelDirectory.isOne(path)
            && !String.valueOf(path.getFileName()).startsWith("text_model");
    return TextModelDirectory.isOne(path) && !hasImages;
  }

  private ImageModelReport image(List<Path> pictures, List<String> names, List<float[]> vectors)
      throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (Path picture : pictures) {
      files.add(Files.readAllBytes(picture));
    }
    try (OnnxImageEmbedder embedder =
        new OnnxImageEmbedderFactory(model, threads, 1, device).openAtThisSize()) {
      List<ModelSpeed> speeds = ModelSpeed.measured(embedder::withBatchesOf, sample(), seconds);
      vectors.addAll(embedder.embed(files));
      return ImageModelReport.of(embedder, speeds, Similarity.of(names, vectors));
    }
  }

  private TextModelReport text(List<String> texts, List<float[]> vectors) throws Exception {
    List<ModelSpeed> speeds = ModelSpeed.measured(this::textEmbedder, SAMPLE_TEXT, seconds);
    try (OnnxTextEmbedder embedder = textEmbedder(1)) {
      vectors.addAll(embedder.embed(texts));
      return TextModelReport.of(embedder, speeds, texts, Similarity.of(texts, vectors));
    }
  }

  private OnnxTextEmbedder textEmbedder(int batchSize) throws EmbeddingException {
    return new OnnxTextEmbedderFactory(
            model, TextPurpose.PASSAGE, overrides, threads, batchSize, device)
        .openAtThisSize();
  }

  /** Of the size that keyframes have. */
  private static byte[] sample() {
    byte[] rgb = new byte[3 * SAMPLE_WIDTH * SAMPLE_HEIGHT];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % SAMPLE_WIDTH / 3 + i / (9 * SAMPLE_WIDTH) % 64);
    }
    return ImageCodec.encodeJpeg(new RgbImage(SAMPLE_WIDTH, SAMPLE_HEIGHT, rgb), SAMPLE_QUALITY);
  }

  private static List<Match> matches(
      String picture,
      float[] vector,
      List<String> texts,
      List<float[]> textVectors,
      @Nullable ZeroShotScale scale) {
    double[] cosines =
        textVectors.stream().mapToDouble(text -> Vectors.dot(vector, text)).toArray();
    float[] scores = scale == null ? null : scale.scores(cosines);
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < cosines.length; i++) {
      matches.add(new Match(
          picture,
          texts.get(i),
          Similarity.rounded(cosines[i]),
          scores == null ? null : Similarity.rounded(scores[i])));
    }
    return matches;
  }
}
