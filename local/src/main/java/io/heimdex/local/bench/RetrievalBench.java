package io.heimdex.local.bench;

import io.heimdex.operators.embed.EmbeddingException;
import io.heimdex.operators.embed.ImageEmbedder;
import io.heimdex.operators.embed.Vectors;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.ImageFormatException;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.SceneScan;
import io.heimdex.schema.Keyframe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what an image model can do: whether pictures of one scene are nearer to each other than to all others. */
public final class RetrievalBench {
  private final ImageEmbedder embedder;
  private final List<float[]> vectors = new ArrayList<>();
  private final List<float[]> histograms = new ArrayList<>();
  /** Scene of each picture. */
  private final List<Integer> sceneOf = new ArrayList<>();

  private int scenes;

  /** @param embedder stays the caller's */
  public RetrievalBench(ImageEmbedder embedder) {
    this.embedder = embedder;
  }

  /** Hears how many videos are done. */
  @FunctionalInterface
  public interface Listener {
    void done(int videos);
  }

  /** Cuts videos into scenes as the job does by default, and compares all their keyframes. */
  public RetrievalReport measure(List<Path> videos, Listener listener)
      throws IOException, InterruptedException {
    for (int i = 0; i < videos.size(); i++) {
      add(videos.get(i).toString());
      listener.done(i + 1);
    }
    return report(videos.size());
  }

  private void add(String video) throws IOException, InterruptedException {
    DetectorSettings detector = DetectorSettings.DEFAULT;
    try (FfmpegFrameScanner scanner =
        new FfmpegFrameScanner(ScanSettings.DEFAULT.with(detector.features()))) {
      new SceneScan(scanner, detector, SceneLimits.DEFAULT)
          .scan(
              video,
              MediaProbe.probe(video),
              (frames, micros) -> {},
              (scene, keyframes) -> add(keyframes));
    } catch (MediaException e) {
      throw new IOException(video + ": " + e.code() + ", " + e.getMessage(), e);
    }
  }

  private void add(List<Keyframe> keyframes) {
    try {
      vectors.addAll(embedder.embed(keyframes.stream().map(Keyframe::jpeg).toList()));
      for (Keyframe keyframe : keyframes) {
        histograms.add(ColourHistogram.of(ImageCodec.decode(keyframe.jpeg())));
        sceneOf.add(scenes);
      }
      scenes++;
    } catch (EmbeddingException | ImageFormatException e) {
      throw new IllegalStateException("A keyframe can't be used: " + e.getMessage(), e);
    }
  }

  private RetrievalReport report(int videos) throws IOException {
    int[] sizes = new int[scenes];
    sceneOf.forEach(scene -> sizes[scene]++);
    int queries = 0;
    int hits = 0;
    int histogramHits = 0;
    double chance = 0;
    for (int query = 0; query < sceneOf.size(); query++) {
      int others = sizes[sceneOf.get(query)] - 1;
      if (others > 0) {
        queries++;
        hits += isHit(vectors, query) ? 1 : 0;
        histogramHits += isHit(histograms, query) ? 1 : 0;
        chance += (double) others / (sceneOf.size() - 1);
      }
    }
    if (queries == 0) {
      throw new IOException("None of the " + scenes
          + " scenes has two keyframes; expected one at least, so that there is something to find");
    }
    return new RetrievalReport(
        "retrieval",
        embedder.modelId(),
        videos,
        scenes,
        sceneOf.size(),
        queries,
        rounded((double) hits / queries),
        rounded((double) histogramHits / queries),
        rounded(chance / queries));
  }

  private boolean isHit(List<float[]> all, int query) {
    int nearest = -1;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < all.size(); i++) {
      double similarity =
          i == query ? Double.NEGATIVE_INFINITY : Vectors.dot(all.get(i), all.get(query));
      if (similarity > greatest) {
        greatest = similarity;
        nearest = i;
      }
    }
    return sceneOf.get(nearest).equals(sceneOf.get(query));
  }

  private static double rounded(double rate) {
    return Math.round(1e4 * rate) / 1e4;
  }
}
