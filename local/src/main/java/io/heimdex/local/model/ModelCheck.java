package io.heimdex.local.model;

import com.sun.management.OperatingSystemMXBean;
import io.heimdex.local.model.ModelReport.Similarity;
import io.heimdex.local.model.ModelReport.Speed;
import io.heimdex.operators.embed.EmbeddingException;
import io.heimdex.operators.embed.OnnxImageEmbedder;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import io.heimdex.operators.embed.Vectors;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Loads an image model as the job does, and tells what it is, how fast, and how alike it finds pictures. */
public final class ModelCheck {
  private static final List<Integer> BATCH_SIZES = List.of(1, 2, 4, 8);
  private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SAMPLE_WIDTH = 683;
  private static final int SAMPLE_HEIGHT = 384;
  private static final int SAMPLE_QUALITY = 90;

  private final String model;
  private final int threads;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** @param model as of the setting {@code heimdex.embed.image.model} */
  public ModelCheck(String model, int threads) {
    this.model = model;
    this.threads = threads;
  }

  /**
   * Runs the model.
   *
   * @param pictures JPEG or WebP files to compare; may be none
   * @throws RuntimeException that tells what is wrong with the model's files
   */
  public ModelReport run(List<Path> pictures) throws IOException, EmbeddingException {
    List<Speed> speeds = new ArrayList<>();
    for (int batchSize : BATCH_SIZES) {
      try (OnnxImageEmbedder embedder = open(batchSize)) {
        speeds.add(speed(embedder, batchSize));
      }
    }
    try (OnnxImageEmbedder embedder = open(1)) {
      return new ModelReport(
          embedder.modelId(),
          embedder.inputs(),
          embedder.outputs(),
          embedder.outputName(),
          embedder.width(),
          embedder.height(),
          embedder.dimensions(),
          speeds,
          similarities(embedder, pictures));
    }
  }

  private OnnxImageEmbedder open(int batchSize) throws EmbeddingException {
    return new OnnxImageEmbedderFactory(model, threads, batchSize).openAtThisSize();
  }

  private Speed speed(OnnxImageEmbedder embedder, int batchSize) throws EmbeddingException {
    List<byte[]> batch = Collections.nCopies(batchSize, sample());
    embedder.embed(batch);
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    int pictures = 0;
    while (System.nanoTime() - start < MEASURED_NANOS) {
      embedder.embed(batch);
      pictures += batchSize;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Speed(
        batchSize,
        Math.round(10 * pictures / seconds) / 10.0,
        Math.round((system.getProcessCpuTime() - cpu) / 1e4 / pictures) / 100.0);
  }

  /** Of the size that keyframes have. */
  private static byte[] sample() {
    byte[] rgb = new byte[3 * SAMPLE_WIDTH * SAMPLE_HEIGHT];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % SAMPLE_WIDTH / 3 + i / (9 * SAMPLE_WIDTH) % 64);
    }
    return ImageCodec.encodeJpeg(new RgbImage(SAMPLE_WIDTH, SAMPLE_HEIGHT, rgb), SAMPLE_QUALITY);
  }

  private static List<Similarity> similarities(OnnxImageEmbedder embedder, List<Path> pictures)
      throws IOException, EmbeddingException {
    List<byte[]> files = new ArrayList<>();
    for (Path picture : pictures) {
      files.add(Files.readAllBytes(picture));
    }
    List<float[]> vectors = embedder.embed(files);
    List<Similarity> similarities = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      for (int j = i + 1; j < vectors.size(); j++) {
        similarities.add(new Similarity(
            pictures.get(i).toString(),
            pictures.get(j).toString(),
            Math.round(1e4 * Vectors.dot(vectors.get(i), vectors.get(j))) / 1e4));
      }
    }
    return similarities;
  }
}
