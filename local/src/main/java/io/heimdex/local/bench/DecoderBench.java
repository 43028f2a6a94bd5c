package io.heimdex.local.bench;

import com.sun.management.OperatingSystemMXBean;
import io.heimdex.operators.decoder.DecoderSettings;
import io.heimdex.operators.decoder.IsolatedFrameScanner;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What decoding in a process of its own costs: CPU time of all processes together, user and system, with a process that has run for a
 * while, as those of a job have.
 */
public final class DecoderBench {
  /** The JVM's compilers are done with the hot paths after so many passes. */
  private static final int WARM_UPS = 3;

  private final int runs;
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  public DecoderBench(int runs) {
    this.runs = runs;
  }

  /** Takes note of a run. */
  @FunctionalInterface
  public interface Listener {
    void ran(int run);
  }

  /** Runs of both ways for one video. */
  public int totalRuns() {
    return 2 * (WARM_UPS + runs);
  }

  /** Scans the video in both ways by turns. */
  public DecoderBenchReport measure(Path video, Listener listener)
      throws MediaException, IOException, InterruptedException {
    String url = video.toString();
    VideoInfo info = MediaProbe.probe(url);
    FrameScanner here = new FfmpegFrameScanner();
    try (IsolatedFrameScanner child =
        new IsolatedFrameScanner(ScanSettings.DEFAULT, DecoderSettings.DEFAULT)) {
      long begin = System.nanoTime();
      child.scan(url, info, Long.MIN_VALUE, info.startMicros() + 1, batch -> {});
      long startNanos = System.nanoTime() - begin;
      long startCpuNanos = cpuNanos(child.pid()) - system.getProcessCpuTime();
      List<Long> inProcess = new ArrayList<>();
      List<Long> isolated = new ArrayList<>();
      for (int run = 0; run < WARM_UPS + runs; run++) {
        inProcess.add(cpuNanosOf(here, url, info, ProcessHandle.current().pid()));
        listener.ran(2 * run + 1);
        isolated.add(cpuNanosOf(child, url, info, child.pid()));
        listener.ran(2 * run + 2);
      }
      return new DecoderBenchReport(
          url,
          millis(median(inProcess)),
          millis(median(isolated)),
          millis(startNanos),
          millis(startCpuNanos),
          ResidentSize.megabytes(child.pid()));
    }
  }

  private long cpuNanosOf(FrameScanner scanner, String url, VideoInfo info, long decoder)
      throws MediaException, IOException, InterruptedException {
    long before = cpuNanos(decoder);
    scanner.scan(url, info, Long.MIN_VALUE, Long.MAX_VALUE, batch -> {});
    return cpuNanos(decoder) - before;
  }

  /** Of this process, and of the one that decodes if that is another. */
  private long cpuNanos(long decoder) {
    long here = system.getProcessCpuTime();
    return decoder == ProcessHandle.current().pid()
        ? here
        : here
            + ProcessHandle.of(decoder)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
  }

  private static long median(List<Long> all) {
    List<Long> measured = all.subList(WARM_UPS, all.size()).stream().sorted().toList();
    return measured.get(measured.size() / 2);
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
