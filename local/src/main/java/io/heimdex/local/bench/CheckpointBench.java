package io.heimdex.local.bench;

import io.heimdex.local.flink.CheckpointFigures;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.index.IndexListener;
import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.index.VideoReport;
import io.heimdex.local.media.StreamCopy;
import io.heimdex.local.process.ServiceProcess;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Indexes a long video, kills a TaskManager in the middle, and tells how its checkpoints did and how much was decoded again. */
public final class CheckpointBench {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointBench.class);
  private static final long LOOK_MILLIS = 100;
  /** The decoders hand over, and count, this many frames at a time. */
  private static final int BATCH_FRAMES = 256;
  /** Of the metrics that the cluster has fetched, at a look: its own age and that of the look. */
  private static final long BLIND_MILLIS = 2 * LOOK_MILLIS + 200;

  private final CheckpointBenchOptions options;
  private final ProcessFlink flink;
  private final JobID job;
  private final Consumer<String> progress;

  /** @param progress told what happens, a line at a time */
  public CheckpointBench(
      CheckpointBenchOptions options, ProcessFlink flink, JobID job, Consumer<String> progress) {
    this.options = options;
    this.flink = flink;
    this.job = job;
    this.progress = progress;
  }

  /** Blocks until the video is indexed. @param indexer sends to that job */
  public CheckpointBenchReport run(VideoIndexer indexer) throws Exception {
    Files.createDirectories(options.folder());
    Path video = options.folder().resolve("long" + extension());
    StreamCopy.Copied copied = StreamCopy.repeat(sources(), video, options.length());
    progress.accept("A video of " + copied.length().toSeconds() + " s and " + copied.packets()
        + " frames is indexed");
    long start = System.nanoTime();
    Watch watch = new Watch(copied.packets() / 2);
    VideoReport report = index(indexer, video, watch);
    double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    flink.client().failures(job).forEach(failure -> progress.accept("Restart: " + failure.cause()));
    return watch.report(copied, report, seconds);
  }

  private VideoReport index(VideoIndexer indexer, Path video, Watch watch) throws Exception {
    List<VideoReport> reports = new ArrayList<>();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      ScheduledFuture<?> looking =
          clock.scheduleWithFixedDelay(watch, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      indexer.index(List.of(video), new IndexListener() {
        @Override
        public void sent(Path file, long bytes) {}

        @Override
        public void done(VideoReport done) {
          reports.add(done);
        }
      });
      // The last look is to see all of it.
      long seen;
      do {
        seen = watch.total;
        TimeUnit.MILLISECONDS.sleep(5 * BLIND_MILLIS);
      } while (watch.total != seen);
      looking.cancel(false);
    } finally {
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.MINUTES);
    }
    return reports.get(0);
  }

  private String extension() {
    if (options.videos().isEmpty()) {
      return ".mp4";
    }
    String name = options.videos().get(0).getFileName().toString();
    return name.substring(Math.max(0, name.lastIndexOf('.')));
  }

  private List<Path> sources() throws IOException {
    return options.videos().isEmpty() ? List.of(synthetic()) : options.videos();
  }

  private Path synthetic() throws IOException {
    Path file = options.folder().resolve("short.mp4");
    SyntheticVideo.Builder video =
        SyntheticVideo.builder().size(640, 360).framesPerSecond(25).groupOfPictures(50);
    for (int shot = 0; shot < 12; shot++) {
      video.shot(75 + 20 * (shot % 4), shot);
    }
    video.write(file);
    return file;
  }

  /** Looks at the decoders, and kills a TaskManager once they are half way. Run by one thread. */
  private final class Watch implements Runnable {
    private final FrameMeter meter = new FrameMeter();
    private final long killAt;
    private volatile long total;
    private boolean restarting;
    private boolean killed;
    private long killedNanos = Long.MAX_VALUE;
    private @Nullable String trouble;

    Watch(long killAt) {
      this.killAt = killAt;
    }

    @Override
    public void run() {
      try {
        boolean running = flink.client().status(job) == JobStatus.RUNNING;
        if (running && restarting) {
          meter.restarted();
        }
        restarting = !running;
        meter.look(System.nanoTime(), flink.client().counters(job, "detect", "frames"));
        total = meter.total();
        if (!killed && total >= killAt) {
          killed = true;
          ServiceProcess taskManager = flink.taskManagers().get(0);
          progress.accept("Half of it is decoded; " + taskManager.name() + " is killed");
          killedNanos = System.nanoTime();
          taskManager.kill();
        }
      } catch (IOException e) {
        // Asked again in a moment; a job that has just failed has no metrics.
        LOG.info("No metrics: {}", e.getMessage());
      } catch (RuntimeException e) {
        trouble = e.toString();
        throw e;
      }
    }

    CheckpointBenchReport report(StreamCopy.Copied video, VideoReport result, double seconds)
        throws IOException {
      CheckpointFigures figures = flink.client().checkpoints(job);
      int slots = flink.client().counters(job, "detect", "frames").size();
      long interval =
          options.checkpointInterval().plusMillis(figures.maxMillis()).toNanos();
      long inOneInterval = meter.inTheLast(interval, killedNanos);
      long preRoll = (long) slots * video.longestGroup();
      long unseen = inOneInterval * TimeUnit.MILLISECONDS.toNanos(BLIND_MILLIS) / interval;
      long afterKill = meter.after(killedNanos);
      long again = Math.max(0, meter.total() - video.packets() - afterKill) + unseen + preRoll;
      List<String> missed = new ArrayList<>();
      if (!result.isIndexed()) {
        missed.add("the video is " + result.state() + ": " + result.error());
      }
      if (trouble != null) {
        missed.add("the decoders could not be watched: " + trouble);
      }
      return new CheckpointBenchReport(
          video.length().toMillis() / 1e3,
          video.packets(),
          slots,
          options.checkpointInterval().toMillis() / 1e3,
          figures.completed(),
          figures.failed(),
          figures.p50Millis(),
          figures.p99Millis(),
          figures.maxMillis(),
          figures.maxStateBytes(),
          flink.client().failures(job).size(),
          meter.total(),
          afterKill,
          again,
          inOneInterval + (long) slots * BATCH_FRAMES + preRoll,
          seconds,
          missed);
    }
  }
}
