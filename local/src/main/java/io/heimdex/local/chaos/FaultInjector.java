package io.heimdex.local.chaos;

import io.heimdex.jobs.SceneIndexOptions;
import io.heimdex.local.chaos.agent.KillPoint;
import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.net.TcpProxy;
import io.heimdex.local.process.ServiceProcess;
import io.heimdex.local.stack.ServiceKind;
import io.heimdex.local.stack.Stack;
import io.heimdex.local.stack.StackProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a plan says to a stack. Each call returns when the fault is over; the stack may take longer to recover. For one thread. */
final class FaultInjector {
  private static final Logger LOG = LoggerFactory.getLogger(FaultInjector.class);

  /** Longer than a video takes through the job, restarts included. */
  private static final Duration POINT_PATIENCE = Duration.ofSeconds(45);

  private static final Duration WORK_PATIENCE = Duration.ofMinutes(2);
  private static final Duration ANSWER_DELAY = Duration.ofMillis(300);
  private static final Duration JITTER = Duration.ofMillis(300);
  private static final long POLL_MILLIS = 50;
  private static final int FEW = 1;
  private static final int MANY = 3;
  private static final int USUAL = 2;

  private final Stack stack;
  private final StackProcesses processes;
  private final VideoFeed feed;
  private final ChaosAgentJar agent;
  private final JobMonitor monitor;
  private final Findings findings;

  /** Runs while a server is disturbed. */
  @FunctionalInterface
  private interface Disturbance {
    void run() throws Exception;
  }

  FaultInjector(
      Stack stack, VideoFeed feed, ChaosAgentJar agent, JobMonitor monitor, Findings findings) {
    this.stack = stack;
    this.processes = stack.processes().orElseThrow();
    this.feed = feed;
    this.agent = agent;
    this.monitor = monitor;
    this.findings = findings;
  }

  /** Lets it happen. @return false if there was nothing to hit */
  boolean inject(Fault fault) throws Exception {
    return switch (fault.kind()) {
      case KILL_TASK_MANAGER -> taskManager(fault).kill();
      case KILL_JOB_MANAGER -> processes.one(ServiceKind.JOB_MANAGER).kill();
      case KILL_POSTGRES -> processes.one(ServiceKind.POSTGRES).kill();
      case KILL_S3 -> processes.one(ServiceKind.S3).kill();
      case KILL_KAFKA -> processes.one(ServiceKind.KAFKA).kill();
      case PAUSE_TASK_MANAGER -> pause(taskManager(fault), fault.duration());
      case ZOMBIE_TASK_MANAGER -> pause(taskManager(fault), ChaosStack.GIVEN_UP_AFTER);
      case PAUSE_JOB_MANAGER -> pause(processes.one(ServiceKind.JOB_MANAGER), fault.duration());
      case PAUSE_POSTGRES -> pause(processes.one(ServiceKind.POSTGRES), fault.duration());
      case PAUSE_S3 -> pause(processes.one(ServiceKind.S3), fault.duration());
      case PAUSE_KAFKA -> pause(processes.one(ServiceKind.KAFKA), fault.duration());
      case RESET_POSTGRES -> processes.proxy(ServiceKind.POSTGRES).resetAll() > 0;
      case RESET_S3 -> processes.proxy(ServiceKind.S3).resetAll() > 0;
      case RESET_KAFKA -> processes.proxy(ServiceKind.KAFKA).resetAll() > 0;
      case CUT_POSTGRES -> cut(ServiceKind.POSTGRES, fault.duration());
      case CUT_S3 -> cut(ServiceKind.S3, fault.duration());
      case CUT_KAFKA -> cut(ServiceKind.KAFKA, fault.duration());
      case SLOW_POSTGRES -> slow(ServiceKind.POSTGRES, fault.duration());
      case SLOW_S3 -> slow(ServiceKind.S3, fault.duration());
      case SLOW_KAFKA -> slow(ServiceKind.KAFKA, fault.duration());
      case DISK_FULL -> fillDisk(taskManager(fault), fault.duration());
      case KILL_BEFORE_PREPARE_COMMIT -> killAt(KillPoint.BEFORE_PREPARE_COMMIT);
      case KILL_AFTER_PREPARE_COMMIT -> killAt(KillPoint.AFTER_PREPARE_COMMIT);
      case KILL_AFTER_STAGING -> killAt(KillPoint.AFTER_STAGING);
      case KILL_BEFORE_COMMIT -> killAt(KillPoint.BEFORE_COMMIT);
      case KILL_AFTER_COMMIT -> killAt(KillPoint.AFTER_COMMIT);
      case KILL_BEFORE_REMOVAL -> killAt(KillPoint.BEFORE_REMOVAL);
      case KILL_AFTER_PUT -> killAt(KillPoint.AFTER_PUT);
      case DUPLICATE_NOTICES -> done(feed::sendAgain);
      case REORDER_NOTICES -> done(feed::sendOld);
      case REPROCESS -> done(() -> feed.reprocess(fault.choice()));
      case DELETE_AND_UPLOAD -> done(() -> feed.deleteAndUpload(fault.choice()));
      case RESCALE -> done(this::rescale);
      case NEW_JOB -> done(this::startNewJob);
      case REPLAY -> done(this::replay);
    };
  }

  private ServiceProcess taskManager(Fault fault) {
    List<ServiceProcess> taskManagers = processes.of(ServiceKind.TASK_MANAGER);
    return taskManagers.get(fault.choice() % taskManagers.size());
  }

  private static boolean pause(ServiceProcess process, Duration duration)
      throws InterruptedException {
    process.pause();
    try {
      sleep(duration);
    } finally {
      process.resume();
    }
    return true;
  }

  private boolean cut(ServiceKind kind, Duration duration)
      throws IOException, InterruptedException {
    TcpProxy proxy = processes.proxy(kind);
    proxy.cut();
    return restoreAfter(duration, proxy);
  }

  private boolean slow(ServiceKind kind, Duration duration)
      throws IOException, InterruptedException {
    TcpProxy proxy = processes.proxy(kind);
    proxy.delay(Duration.ZERO, ANSWER_DELAY, JITTER);
    return restoreAfter(duration, proxy);
  }

  private static boolean restoreAfter(Duration duration, TcpProxy proxy)
      throws IOException, InterruptedException {
    try {
      sleep(duration);
    } finally {
      proxy.restore();
    }
    return true;
  }

  private static boolean fillDisk(ServiceProcess process, Duration duration)
      throws IOException, InterruptedException {
    int start = process.starts();
    process.limitFileSize(0);
    try {
      sleep(duration);
    } finally {
      // Another process has no limit.
      if (process.isAlive() && process.starts() == start) {
        process.liftFileSizeLimit();
      }
    }
    return true;
  }

  private boolean killAt(KillPoint point) throws IOException, InterruptedException {
    agent.arm(point);
    long deadline = System.nanoTime() + POINT_PATIENCE.toNanos();
    while (agent.isArmed(point) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return !agent.disarm(point);
  }

  private void rescale() throws IOException, InterruptedException {
    ProcessFlink flink = (ProcessFlink) stack.flink().orElseThrow();
    int before = processes.of(ServiceKind.TASK_MANAGER).size();
    for (int count : new int[] {FEW, before == MANY ? USUAL : MANY}) {
      String savepoint = stopJob();
      flink.scaleTo(count);
      stack.startJob(savepoint);
    }
  }

  /** Nothing disturbs the stack at that moment, so it is a finding if the job can't be stopped. */
  private String stopJob() throws IOException, InterruptedException {
    monitor.awaitWorkSince(System.currentTimeMillis(), WORK_PATIENCE);
    try {
      return stack.stopJob();
    } catch (IOException e) {
      findings.add("the job could not be stopped with a savepoint: " + e.getMessage());
      endJob();
      return stack.latestRestorePoint().orElseThrow(() -> e);
    }
  }

  private void endJob() {
    try {
      stack.cancelJob();
    } catch (IOException e) {
      LOG.info("The job has ended by itself", e);
    }
  }

  private void startNewJob() throws IOException {
    stack.cancelJob();
    stack.startJob(stack
        .latestRestorePoint()
        .orElseThrow(() -> new IOException("The cancelled job left no checkpoint")));
  }

  /** The consumer group remembers where the job was; without it, it begins with the first notification. */
  private void replay() throws Exception {
    stack.cancelJob();
    try (Admin admin = Admin.create(
        Map.<String, Object>of("bootstrap.servers", stack.addresses().kafkaBootstrapServers()))) {
      admin
          .deleteConsumerGroups(List.of(SceneIndexOptions.KAFKA_GROUP_ID.defaultValue()))
          .all()
          .get();
    }
    feed.replayed();
    stack.startJob(null);
  }

  private static boolean done(Disturbance disturbance) throws Exception {
    disturbance.run();
    return true;
  }

  private static void sleep(Duration duration) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(duration.toMillis());
  }
}
