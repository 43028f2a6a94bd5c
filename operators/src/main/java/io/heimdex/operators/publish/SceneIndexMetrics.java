package io.heimdex.operators.publish;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the sink tells of itself. */
final class SceneIndexMetrics {
  static final String ROWS_STAGED = "rowsStaged";

  /** Faults of PostgreSQL after which something was tried again. */
  static final String DATABASE_RETRIES = "databaseRetries";

  /** Milliseconds of one video's transaction, over the last thousand. */
  static final String COMMIT_MILLIS = "commitMillis";

  private static final int WINDOW = 1000;

  private final Histogram commitMillis;
  private final Counter databaseRetries;
  private final Map<CommitOutcome, Counter> outcomes = new EnumMap<>(CommitOutcome.class);

  SceneIndexMetrics(MetricGroup group) {
    commitMillis = group.histogram(COMMIT_MILLIS, new DescriptiveStatisticsHistogram(WINDOW));
    databaseRetries = group.counter(DATABASE_RETRIES);
    for (CommitOutcome outcome : CommitOutcome.values()) {
      outcomes.put(outcome, group.counter(outcome.metric()));
    }
  }

  Counter databaseRetries() {
    return databaseRetries;
  }

  void committed(CommitOutcome outcome, long millis) {
    commitMillis.update(millis);
    Counter counter = outcomes.get(outcome);
    if (counter != null) {
      counter.inc();
    }
  }
}
