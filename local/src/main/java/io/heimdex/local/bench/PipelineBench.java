package io.heimdex.local.bench;

import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.index.IndexListener;
import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.index.VideoReport;
import io.heimdex.local.process.ServiceProcess;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.MediaSettings;
import io.heimdex.operators.media.PlainDecoding;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.schema.VideoInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the whole job costs against decoding its videos alone, by turns. Counted are the TaskManagers and all that they start (the
 * decoders), from the first upload until all videos are indexed; not Kafka, PostgreSQL, S3 and the JobManager, which run in
 * other processes. Linux only.
 */
public final class PipelineBench {
  static final String NAME = "pipeline";

  private final List<Path> videos;
  private final ScanTier tier;
  private final int runs;

  /** @param tier of the job; for the report */
  public PipelineBench(List<Path> videos, ScanTier tier, int runs) {
    this.tier = tier;
    this.videos = List.copyOf(videos);
    this.runs = runs;
  }

  /** Opens indexers, each for another owner: what one has indexed, the next indexes again. */
  @FunctionalInterface
  public interface Indexers {
    VideoIndexer open() throws Exception;
  }

  /**
   * Blocks until all runs are done.
   *
   * @param indexers send to a job on {@code flink}
   */
  public CostReport measure(ProcessFlink flink, Indexers indexers, SceneBench.Listener listener)
      throws Exception {
    Decoding decoding = new Decoding();
    Costs decoded = new Costs();
    Costs indexed = new Costs();
    for (int run = 0; run <= runs; run++) {
      Costs.Cost ofDecoding = Costs.ofThread(decoding::run);
      Costs.Cost ofJob;
      try (VideoIndexer indexer = indexers.open()) {
        ofJob = Costs.measure(() -> cpuSeconds(flink), () -> index(indexer));
      }
      // The first one warms up.
      if (run > 0) {
        decoded.add(ofDecoding);
        indexed.add(ofJob);
      }
      listener.measured(run);
    }
    String file =
        videos.size() == 1 ? videos.get(0).toString() : "all " + videos.size() + " videos";
    CostReport.Subject subject = new CostReport.Subject(
        file, tier.name().toLowerCase(Locale.ROOT), null, decoding.seconds, decoding.frames);
    return CostReport.of(NAME, subject, runs, decoded, indexed, null);
  }

  private static double cpuSeconds(ProcessFlink flink) throws Exception {
    return ProcessCpu.secondsOfTrees(
        flink.taskManagers().stream().map(ServiceProcess::pid).toList());
  }

  private void index(VideoIndexer indexer) throws Exception {
    List<String> failed = new ArrayList<>();
    indexer.index(videos, new IndexListener() {
      @Override
      public void sent(Path file, long bytes) {}

      @Override
      public void done(VideoReport done) {
        if (!done.isIndexed()) {
          failed.add(done.file() + ": " + done.error());
        }
      }
    });
    if (!failed.isEmpty()) {
      throw new IllegalStateException("Not indexed, so nothing can be compared: " + failed);
    }
  }

  /** Decodes all videos, one after another. */
  private final class Decoding {
    private long frames;
    private double seconds;

    void run() throws Exception {
      frames = 0;
      seconds = 0;
      for (Path video : videos) {
        VideoInfo info = MediaProbe.probe(video.toString());
        frames += PlainDecoding.frames(video.toString(), info, MediaSettings.DEFAULT);
        seconds += Math.max(0, info.durationMicros()) / 1e6;
      }
    }
  }
}
