package io.heimdex.local.flink;

import io.heimdex.local.process.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The TaskManagers of a cluster, whose number can change. Thread-safe. */
final class TaskManagers implements AutoCloseable {
  private final FlinkLauncher launcher;
  private final List<ServiceProcess> running = new ArrayList<>();
  /** Numbers are not used again: a new TaskManager is told from a former one. */
  private int lastNumber;

  TaskManagers(FlinkLauncher launcher) {
    this.launcher = launcher;
  }

  /** Starts or ends as many as it takes, and waits until the new ones have reported. The oldest stay. */
  void scaleTo(int count, Duration timeout) throws IOException {
    for (ServiceProcess service : change(count)) {
      service.awaitUp(timeout);
    }
  }

  synchronized List<ServiceProcess> all() {
    return List.copyOf(running);
  }

  @Override
  public void close() {
    ServiceProcess.closeAll(all());
  }

  /** @return the new ones */
  private synchronized List<ServiceProcess> change(int count) throws IOException {
    List<ServiceProcess> tooMany =
        List.copyOf(running.subList(Math.min(count, running.size()), running.size()));
    running.removeAll(tooMany);
    ServiceProcess.closeAll(tooMany);
    List<ServiceProcess> added = new ArrayList<>();
    while (running.size() < count) {
      lastNumber++;
      ServiceProcess service = launcher.taskManager(lastNumber);
      running.add(service);
      added.add(service);
    }
    return added;
  }
}
