package io.heimdex.local.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What several runs of the same work took. Not thread-safe. */
final class Costs {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<Double> cpu = new ArrayList<>();
  private final List<Double> wall = new ArrayList<>();

  /** What one run took, in seconds. */
  record Cost(double cpuSeconds, double wallSeconds) {}

  /** Work to be measured. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Tells the CPU time that was taken so far, in seconds. */
  @FunctionalInterface
  interface CpuClock {
    double seconds() throws Exception;
  }

  /** Runs work on the calling thread. Only its CPU time counts, so that of the JVM's compilers does not. */
  static Cost ofThread(Work work) throws Exception {
    return measure(() -> THREADS.getCurrentThreadCpuTime() / 1e9, work);
  }

  /** Runs work, and tells how far a clock went meanwhile. */
  static Cost measure(CpuClock clock, Work work) throws Exception {
    double cpuBefore = clock.seconds();
    long begin = System.nanoTime();
    work.run();
    double wallSeconds = (System.nanoTime() - begin) / 1e9;
    return new Cost(clock.seconds() - cpuBefore, wallSeconds);
  }

  void add(Cost cost) {
    cpu.add(cost.cpuSeconds());
    wall.add(cost.wallSeconds());
  }

  double cpuSeconds() {
    return median(cpu);
  }

  double wallSeconds() {
    return median(wall);
  }

  /** The mean of the two in the middle where there is none. */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("There are no values; expected at least one");
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
