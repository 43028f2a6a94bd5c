package io.heimdex.local.torture;

import io.heimdex.local.flink.FlinkClient;
import io.heimdex.local.index.IndexLimits;
import io.heimdex.local.index.IndexListener;
import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.index.VideoReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/** Runs good and broken videos through the whole job, and tells what it made of them. For one thread. */
public final class Torture {
  /** Hears how far it is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param done files that are final or stuck
     * @param counts for people
     */
    void is(int done, String counts);
  }

  private final TortureOptions options;
  private final Progress progress;
  private final TortureTally tally = new TortureTally();

  /** @param progress told how far it is, after each file that is final */
  public Torture(TortureOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Blocks until every file is final or stuck. Stops early where as many are stuck as can be in flight: nothing moves then.
   *
   * @param indexer sends to the job, on a stack that may be filled with what nobody wants
   */
  public TortureReport run(VideoIndexer indexer, FlinkClient flink, JobID job) throws Exception {
    long start = System.nanoTime();
    Files.createDirectories(options.folder());
    List<Path> videos =
        options.videos().isEmpty() ? TortureSources.synthetic(options.folder()) : options.videos();
    Mutator mutator = new Mutator(TortureSources.of(videos, options.folder()), options.seed());
    indexer.index(
        new Feed(files(videos, mutator)),
        new IndexLimits(options.inFlight(), options.patience()),
        new Listener());
    double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    return tally.report(options.seed(), flink.failures(job), seconds);
  }

  /** All files, each made when it is asked for. */
  private Iterator<Path> files(List<Path> videos, Mutator mutator) {
    IntStream indices = options.only().isEmpty()
        ? IntStream.range(0, options.files())
        : options.only().stream().mapToInt(Integer::intValue);
    Stream<Path> broken = indices.mapToObj(index -> write(mutator.mutate(index)));
    Stream<Path> good = options.only().isEmpty() ? videos.stream().map(this::asItIs) : Stream.of();
    return Stream.concat(good, broken).iterator();
  }

  private Path asItIs(Path video) {
    tally.begun(video.toString(), video.getFileName() + " as it is");
    return video;
  }

  private Path write(MutatedFile file) {
    Path path = options.folder().resolve(file.name());
    try {
      Files.write(path, file.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tally.begun(
        path.toString(),
        "file " + file.index() + " of seed " + options.seed() + " (" + file.describe() + ")");
    return path;
  }

  /** Ends when nothing moves any more. */
  private final class Feed implements Iterator<Path> {
    private final Iterator<Path> files;

    Feed(Iterator<Path> files) {
      this.files = files;
    }

    @Override
    public boolean hasNext() {
      return tally.stuck() < options.inFlight() && files.hasNext();
    }

    @Override
    public Path next() {
      return files.next();
    }
  }

  private final class Listener implements IndexListener {
    @Override
    public void sent(Path file, long bytes) {}

    @Override
    public void done(VideoReport report) {
      tally.done(report);
      progress.is(tally.files(), tally.progress());
      if (!options.keepFiles() && Path.of(report.file()).startsWith(options.folder())) {
        delete(Path.of(report.file()));
      }
    }

    private static void delete(Path file) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
