package io.heimdex.local.chaos;

import io.heimdex.local.postgres.Folders;
import io.heimdex.local.stack.ServiceKind;
import io.heimdex.local.stack.Stack;
import io.heimdex.local.stack.StackHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Indexes videos once undisturbed and once under faults, and compares. */
public final class ChaosRun {
  private static final String UNDISTURBED = "undisturbed";
  private static final String DISTURBED = "disturbed";

  /** Videos under way while faults happen: more than there are slots. */
  private static final int IN_WORK = 3;

  /** Until a video is stuck, with nothing wrong any more. */
  private static final Duration VIDEO_PATIENCE = Duration.ofMinutes(4);

  /** The part of the faults after which videos get their last contents. */
  private static final double SETTLED = 0.7;

  private static final Duration RECOVERY = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 100;

  private final ChaosOptions options;
  private final Consumer<String> progress;
  private final List<Content> contents = new ArrayList<>();
  private final UploadChecks checks = new UploadChecks();

  /** @param progress told what happens, a line at a time */
  public ChaosRun(ChaosOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /** What the undisturbed run gave. */
  private record Undisturbed(
      PublishedState published, Map<Integer, Long> framesOfFile, double seconds) {}

  /**
   * Does both runs.
   *
   * @throws IOException if there is nothing to compare: a stack does not start, or a video is not indexed undisturbed
   */
  public ChaosReport run() throws Exception {
    emptyHome();
    List<Path> files = options.files().isEmpty()
        ? ChaosVideos.write(options.home().resolve("videos"), options.videos())
        : options.files();
    for (Path file : files) {
      contents.add(Content.of(contents.size(), file));
    }
    progress.accept(contents.size() + " videos, " + options.kills() + " faults of seed "
        + options.seed() + "; logs are in " + options.home());
    Undisturbed undisturbed = undisturbed();
    progress.accept(String.format(
        Locale.ROOT,
        "Undisturbed: %d rows and %d objects after %.1f s",
        undisturbed.published().rows().size(),
        undisturbed.published().objects().size(),
        undisturbed.seconds()));
    return disturbed(undisturbed);
  }

  private void emptyHome() throws IOException {
    for (String run : List.of(UNDISTURBED, DISTURBED)) {
      if (new StackHome(options.home().resolve(run)).isLocked()) {
        throw new IOException("Another chaos run is at work in " + options.home());
      }
    }
    Folders.delete(options.home());
  }

  private Undisturbed undisturbed() throws Exception {
    Path home = options.home().resolve(UNDISTURBED);
    ChaosAgentJar agent = ChaosAgentJar.write(home.resolve("agent"));
    long start = System.nanoTime();
    try (Stack stack = ChaosStack.start(options, home, agent);
        VideoFeed feed = new VideoFeed(stack.addresses(), contents, options.seed(), checks)) {
      List<String> stuck = feed.finish(VIDEO_PATIENCE);
      if (!stuck.isEmpty() || !feed.failures().isEmpty()) {
        throw new IOException(
            "Without any fault, these videos were not indexed: " + stuck + feed.failures());
      }
      Map<String, Long> frames = agent.frames();
      Map<Integer, Long> framesOfFile = new HashMap<>();
      for (FedVideo.Upload upload : feed.current()) {
        framesOfFile.put(upload.content().index(), frames.getOrDefault(upload.generation(), 0L));
      }
      return new Undisturbed(
          PublishedState.read(stack.addresses()), framesOfFile, secondsSince(start));
    }
  }

  private ChaosReport disturbed(Undisturbed undisturbed) throws Exception {
    Path home = options.home().resolve(DISTURBED);
    ChaosAgentJar agent = ChaosAgentJar.write(home.resolve("agent"));
    long start = System.nanoTime();
    Findings findings = new Findings(options.seed());
    try (Stack stack = ChaosStack.start(options, home, agent);
        VideoFeed feed = new VideoFeed(stack.addresses(), contents, options.seed(), checks);
        JobMonitor monitor = new JobMonitor(stack.addresses());
        HalfVisibleReader reader = new HalfVisibleReader(stack.addresses().database())) {
      feed.keepInWork(IN_WORK);
      FaultInjector injector = new FaultInjector(stack, feed, agent, monitor, findings);
      for (Fault fault : FaultPlan.draw(options.seed(), options.kills(), options.kinds())) {
        if (fault.number() > options.kills() * SETTLED) {
          feed.settle();
        }
        awaitWork(feed, monitor);
        TimeUnit.MILLISECONDS.sleep(fault.delay().toMillis());
        long begin = System.nanoTime();
        boolean hit = injector.inject(fault);
        findings.happened(fault, hit);
        boolean recovered = awaitRecovery(stack, monitor);
        progress.accept(String.format(
            Locale.ROOT,
            "%3d/%d %-28s %s after %.1f s; %d videos in work, %d restarts",
            fault.number(),
            options.kills(),
            fault.kind().label(),
            !hit ? "found nothing to hit" : recovered ? "works again" : "DOES NOT WORK",
            secondsSince(begin),
            feed.inWork(),
            monitor.failures()));
        if (!recovered) {
          findings.add("after fault " + fault + " the job did not work again in "
              + RECOVERY.toMinutes() + " minutes: " + monitor.describe());
          break;
        }
      }
      progress.accept("No more faults; the videos get their last contents");
      findings.stuck(feed.finish(VIDEO_PATIENCE));
      findings.failed(feed.failures());
      findings.checked(checks);
      Leftovers leftovers = Leftovers.sweep(stack.addresses());
      findings.left(leftovers);
      reader.close();
      findings.read(reader);
      findings.differences(
          Differences.between(undisturbed.published(), PublishedState.read(stack.addresses())));
      return findings.report(
          undisturbed.published(),
          undisturbed.seconds(),
          feed.budget(),
          undisturbed.framesOfFile(),
          agent.frames(),
          monitor,
          stack.processes().orElseThrow().one(ServiceKind.JOB_MANAGER).starts() - 1,
          secondsSince(start));
    }
  }

  private static void awaitWork(VideoFeed feed, JobMonitor monitor) throws InterruptedException {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while ((feed.inWork() == 0 || !monitor.worksSince(0)) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Every process serves, and the job has completed a checkpoint that it began after the fault. */
  private static boolean awaitRecovery(Stack stack, JobMonitor monitor)
      throws IOException, InterruptedException {
    long healed = System.currentTimeMillis();
    stack.processes().orElseThrow().awaitUp(RECOVERY);
    return monitor.awaitWorkSince(healed, RECOVERY);
  }

  private static double secondsSince(long startNanos) {
    return Math.round((System.nanoTime() - startNanos) / 1e8) / 10.0;
  }
}
