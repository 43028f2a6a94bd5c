package io.heimdex.operators.janitor;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** What the job's janitor tells of itself. Thread-safe. */
final class JanitorMetrics {
  private final Counter sweeps;
  private final Counter failures;
  private final Counter batches;
  private final Counter objects;
  private final Counter uploads;
  private volatile long unknownObjects;

  JanitorMetrics(MetricGroup group) {
    sweeps = counter(group, "sweeps");
    failures = counter(group, "sweepFailures");
    batches = counter(group, "batchesRemoved");
    objects = counter(group, "objectsRemoved");
    uploads = counter(group, "multipartUploadsAborted");
    group.gauge("unknownObjects", () -> unknownObjects);
  }

  void swept(JanitorReport report) {
    sweeps.inc();
    batches.inc(report.batches().removed());
    objects.inc(report.objects().removed());
    uploads.inc(report.multipartUploads().removed());
    unknownObjects = report.unknownObjects().kept();
  }

  void failed() {
    failures.inc();
  }

  private static Counter counter(MetricGroup group, String name) {
    return group.counter(name, new ThreadSafeSimpleCounter());
  }
}
