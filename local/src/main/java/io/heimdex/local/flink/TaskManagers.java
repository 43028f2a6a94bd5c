package io.heimdex.local.flink;

import io.heimdex.local.process.ChildJvm;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TaskManager processes of a cluster. One that ends is started anew, as an orchestrator would. Thread-safe. */
final class TaskManagers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskManagers.class);
  private static final long RESTART_SECONDS = 1;
  private static final long STOP_SECONDS = 10;

  /** Starts one. @param name distinct from that of any other, also of those before it */
  @FunctionalInterface
  interface Launcher {
    Process launch(String name) throws IOException;
  }

  private final Launcher launcher;
  private final Map<Integer, Process> processes = new HashMap<>();
  private int launched;
  private boolean closed;

  TaskManagers(Launcher launcher) {
    this.launcher = launcher;
  }

  /** Starts those with the numbers 1 to {@code count}. */
  void start(int count) throws IOException {
    for (int number = 1; number <= count; number++) {
      start(number, name(number));
    }
  }

  synchronized List<Long> pids() {
    return processes.values().stream().map(Process::pid).toList();
  }

  @Override
  public void close() {
    List<Process> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(processes.values());
    }
    running.forEach(Process::destroy);
    running.forEach(process -> ChildJvm.stop(process, STOP_SECONDS));
  }

  private synchronized String name(int number) {
    launched++;
    return "taskmanager-" + number + "-" + launched;
  }

  private synchronized void start(int number, String name) throws IOException {
    if (closed) {
      return;
    }
    Process process = launcher.launch(name);
    processes.put(number, process);
    process.onExit().thenAccept(ended -> restart(number, name, ended.exitValue()));
  }

  private void restart(int number, String name, int exitValue) {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    LOG.warn("{} ended with exit status {}; a new one starts", name, exitValue);
    CompletableFuture.delayedExecutor(RESTART_SECONDS, TimeUnit.SECONDS).execute(() -> {
      try {
        start(number, name(number));
      } catch (IOException e) {
        LOG.error("TaskManager {} can't be started again", number, e);
      }
    });
  }
}
