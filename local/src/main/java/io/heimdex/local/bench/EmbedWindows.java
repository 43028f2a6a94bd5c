package io.heimdex.local.bench;

import com.sun.management.OperatingSystemMXBean;
import io.heimdex.local.bench.Costs.Cost;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Windows of time in which one way of embedding had the machine to itself. Not thread-safe. */
final class EmbedWindows {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final EmbedContender contender;
  private final double seconds;
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> cpuMillis = new ArrayList<>();
  private double rate;

  /** @param seconds that a window is to last, about */
  EmbedWindows(EmbedContender contender, double seconds) {
    this.contender = contender;
    this.seconds = seconds;
  }

  /** Embeds a few. @return pictures a second */
  double tryOut() throws Exception {
    run(1);
    run(1);
    return rate;
  }

  /** Finds out how many pictures a window takes, and lets the JVM compile what is hot. */
  void warmUp() throws Exception {
    tryOut();
    runFor(seconds / 4);
    runFor(seconds / 2);
  }

  /** One window more. */
  void measure() throws Exception {
    double cpuSecondsAPicture = runFor(seconds);
    perSecond.add(rate);
    cpuMillis.add(1000 * cpuSecondsAPicture);
  }

  private double runFor(double wanted) throws Exception {
    return run(Math.max(1, Math.round(rate * wanted)));
  }

  /** @return CPU time of a picture, in seconds */
  private double run(long pictures) throws Exception {
    long[] embedded = new long[1];
    Cost cost = Costs.measure(
        () -> SYSTEM.getProcessCpuTime() / 1e9, () -> embedded[0] = contender.embed(pictures));
    rate = embedded[0] / cost.wallSeconds();
    return cost.cpuSeconds() / embedded[0];
  }

  /** Median of the windows. */
  double perSecond() {
    return Costs.median(perSecond);
  }

  /** CPU time of this process for each picture, median of the windows. */
  double cpuMillis() {
    return Costs.median(cpuMillis);
  }

  /** Median of the ratios of windows that followed each other. */
  double ratioTo(EmbedWindows other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < perSecond.size(); i++) {
      ratios.add(perSecond.get(i) / other.perSecond.get(i));
    }
    return Costs.median(ratios);
  }
}
