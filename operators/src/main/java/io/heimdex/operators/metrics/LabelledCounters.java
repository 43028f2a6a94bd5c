package io.heimdex.operators.metrics;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * One counter a constant of an enum, told apart by a label: {@code deadLetters} with {@code code=NO_FRAMES}. All of them are
 * registered at once, so that a dashboard shows zeros rather than nothing. Called from the task thread only.
 */
public final class LabelledCounters<E extends Enum<E>> {
  /** Counts dead letters, labelled {@link #CODE}. */
  public static final String DEAD_LETTERS = "deadLetters";
  /** The label that holds a failure code. */
  public static final String CODE = "code";

  private final Map<E, Counter> counters;

  /**
   * Registers the counters.
   *
   * @param label Flink's key of a key-value group; Prometheus shows it as a label
   */
  public LabelledCounters(MetricGroup group, String name, String label, Class<E> values) {
    counters = new EnumMap<>(values);
    for (E value : values.getEnumConstants()) {
      counters.put(value, group.addGroup(label, value.name()).counter(name));
    }
  }

  /** Counts one more. */
  public void increment(E value) {
    counter(value).inc();
  }

  /** How many were counted since the task started. */
  public long count(E value) {
    return counter(value).getCount();
  }

  private Counter counter(E value) {
    Counter counter = counters.get(value);
    if (counter == null) {
      throw new IllegalStateException("No counter was registered for " + value);
    }
    return counter;
  }
}
