package io.heimdex.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** CPU time of processes, user and system, as Linux counts it: in hundredths of a second. */
final class ProcessCpu {
  private static final double TICKS_PER_SECOND = 100;
  /** Of /proc/PID/stat, counted from the state, which follows the name in parentheses. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessCpu() {}

  /** Of processes and all that they started, also what has ended by now. */
  static double secondsOfTrees(List<Long> pids) throws IOException {
    double seconds = 0;
    for (long pid : pids) {
      seconds += ticks(pid, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM);
      List<Long> descendants = ProcessHandle.of(pid).stream()
          .flatMap(ProcessHandle::descendants)
          .map(ProcessHandle::pid)
          .toList();
      for (long descendant : descendants) {
        seconds += ticks(descendant, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM);
      }
    }
    return seconds / TICKS_PER_SECOND;
  }

  /** Of the processes that this one started and that have ended. */
  static double secondsOfEndedChildren() throws IOException {
    return ticks(ProcessHandle.current().pid(), CHILDREN_USER, CHILDREN_SYSTEM) / TICKS_PER_SECOND;
  }

  private static double ticks(long pid, int... fields) throws IOException {
    try {
      return ticks(Files.readString(Path.of("/proc", Long.toString(pid), "stat")), fields);
    } catch (NoSuchFileException e) {
      // It has ended since, and counts with its parent.
      return 0;
    }
  }

  static double ticks(String stat, int... fields) {
    String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = 0;
    for (int field : fields) {
      ticks += Long.parseLong(values[field]);
    }
    return ticks;
  }
}
