package io.heimdex.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in a process of its own. When the process ends, another takes its place after a second, as an orchestrator would do,
 * until this is closed. It can be killed, paused and held down meanwhile.
 *
 * <p>The process ends with this one, also where either of them is killed or paused.
 *
 * <p>Thread-safe.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final long RESTART_MILLIS = 1_000;
  private static final long STOP_SECONDS = 10;
  private static final int HOPELESS_STARTS = 3;
  private static final long POLL_MILLIS = 100;

  /** Starts the server. */
  @FunctionalInterface
  public interface Launcher {
    /** @param start the number of this start, from 1 */
    Process launch(int start) throws IOException;
  }

  /** Asks the server for a sign of life. */
  @FunctionalInterface
  public interface Health {
    /** Whether it serves; answers within some seconds. A failure is as good as false. */
    boolean isUp(int start) throws IOException;
  }

  /**
   * What a service is.
   *
   * @param name for people
   * @param health asked with the number of the current start
   * @param pidFile holds the process id of the current start
   * @param commandPart what only the command line of this service holds
   * @param stopSignal asks it to end in order; without {@code SIG}
   */
  public record Definition(
      String name,
      Launcher launcher,
      Health health,
      Path pidFile,
      String commandPart,
      String stopSignal) {}

  private final Definition definition;
  private @Nullable OrphanGuard guard;
  private @Nullable Process process;
  private int starts;
  private volatile boolean hasServed;
  private boolean paused;
  private boolean held;
  private boolean closed;

  private ServiceProcess(Definition definition) {
    this.definition = definition;
  }

  /** Starts it for the first time. It may not serve yet: see {@link #awaitUp}. */
  public static ServiceProcess start(Definition definition) throws IOException {
    ServiceProcess service = new ServiceProcess(definition);
    service.launch();
    // Nobody is left then who would wait for its end.
    String signal = definition.stopSignal().equals("TERM") ? "KILL" : definition.stopSignal();
    synchronized (service) {
      service.guard = OrphanGuard.watch(definition.pidFile(), definition.commandPart(), signal);
    }
    return service;
  }

  /** For people: {@code kafka}, {@code taskmanager-2}. */
  public String name() {
    return definition.name();
  }

  /** Of the current process, or of the last one where the next is not there yet. */
  public synchronized long pid() {
    return current().pid();
  }

  /** How often it was started, from 1. */
  public synchronized int starts() {
    return starts;
  }

  /** Whether a process is there. It may be paused, or not serve yet. */
  public synchronized boolean isAlive() {
    return current().isAlive();
  }

  /** Whether it serves. Takes up to some seconds. */
  public boolean isUp() {
    int start;
    synchronized (this) {
      if (!current().isAlive() || paused) {
        return false;
      }
      start = starts;
    }
    try {
      boolean up = definition.health().isUp(start) && start == starts();
      hasServed |= up;
      return up;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until it serves. After {@link #kill} that is the next process, never the one that was killed. */
  public void awaitUp(Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isUp()) {
      if (!hasServed && starts() > HOPELESS_STARTS) {
        throw new IOException(name() + " ended " + HOPELESS_STARTS + " times before it served");
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(name() + " does not serve after " + timeout.toSeconds()
            + " s; started " + starts() + " times, " + (isAlive() ? "running" : "not running"));
      }
      sleep();
    }
  }

  /**
   * Kills the process with SIGKILL and waits for its end. Its children are left to notice that. @return false if there was none to
   * kill
   */
  public boolean kill() {
    Process victim;
    List<Long> children;
    synchronized (this) {
      victim = current();
      if (!victim.isAlive()) {
        return false;
      }
      children = descendants(victim);
      victim.destroyForcibly();
    }
    victim.onExit().join();
    // Those that were paused with it could never notice.
    Signals.send("CONT", children);
    return true;
  }

  /**
   * Stops the process and its children in their tracks, until {@link #resume}: connections stay open, nothing answers. @return false
   * if there was none to stop
   */
  public synchronized boolean pause() {
    if (!current().isAlive()) {
      return false;
    }
    paused = true;
    // The parent first, so that there are no more children.
    Signals.send("STOP", List.of(current().pid()));
    Signals.send("STOP", descendants(current()));
    return true;
  }

  /** Ends a pause. */
  public synchronized void resume() {
    List<Long> all = new ArrayList<>(descendants(current()));
    all.add(current().pid());
    Signals.send("CONT", all);
    paused = false;
  }

  /** Kills the process, and lets none take its place until {@link #letUp}. */
  public void holdDown() {
    synchronized (this) {
      held = true;
    }
    kill();
  }

  /** Ends {@link #holdDown}: starts the server at once. */
  public void letUp() throws IOException {
    synchronized (this) {
      held = false;
      if (!current().isAlive()) {
        launch();
      }
    }
  }

  /**
   * Makes writing fail as on a full disk: no file of the current process grows beyond the size ({@code EFBIG}). What is open and
   * larger stays readable. Needs Linux.
   */
  public void limitFileSize(long bytes) throws IOException {
    Signals.limitFileSize(pid(), Long.toString(bytes));
  }

  /** Ends {@link #limitFileSize}. */
  public void liftFileSizeLimit() throws IOException {
    Signals.limitFileSize(pid(), "unlimited");
  }

  /** Ends services in order, all at the same time. */
  public static void closeAll(List<ServiceProcess> services) {
    services.forEach(ServiceProcess::askToEnd);
    services.forEach(ServiceProcess::close);
  }

  /** Ends the process in order, and kills it if that takes too long. Closing twice is fine. */
  @Override
  public void close() {
    askToEnd();
    Process last;
    OrphanGuard watch;
    synchronized (this) {
      last = current();
      watch = guard;
    }
    try {
      if (!last.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} does not end in {} s and is killed", name(), STOP_SECONDS);
        last.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(definition.pidFile());
    } catch (InterruptedException e) {
      last.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("Can't remove {}", definition.pidFile(), e);
    }
    if (watch != null) {
      watch.close();
    }
  }

  private synchronized void askToEnd() {
    if (!closed) {
      closed = true;
      if (current().isAlive()) {
        Signals.send(definition.stopSignal(), List.of(current().pid()));
        resume();
      }
    }
  }

  private synchronized void launch() throws IOException {
    if (closed || held) {
      return;
    }
    Process started = definition.launcher().launch(starts + 1);
    starts++;
    paused = false;
    process = started;
    // The guard reads a line.
    Files.writeString(definition.pidFile(), started.pid() + "\n");
    started.onExit().thenAccept(this::startAnew);
  }

  private void startAnew(Process ended) {
    synchronized (this) {
      if (closed || held) {
        return;
      }
    }
    LOG.warn("{} ended with exit status {}; a new one starts", name(), ended.exitValue());
    startSoon();
  }

  private void startSoon() {
    CompletableFuture.delayedExecutor(RESTART_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
      try {
        synchronized (this) {
          // Somebody may have let it up meanwhile.
          if (!current().isAlive()) {
            launch();
          }
        }
      } catch (IOException e) {
        LOG.error("{} can't be started again; the next try follows", name(), e);
        startSoon();
      }
    });
  }

  private Process current() {
    return Objects.requireNonNull(process, "Not started");
  }

  private static List<Long> descendants(Process process) {
    try (Stream<ProcessHandle> children = process.descendants()) {
      return children.map(ProcessHandle::pid).toList();
    }
  }

  private static void sleep() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for a service", e);
    }
  }
}
