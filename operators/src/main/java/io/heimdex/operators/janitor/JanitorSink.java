package io.heimdex.operators.janitor;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.VideoRef;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * The janitor as a part of the job: it sweeps by the clock for as long as the job runs. Its input only ties it to the job;
 * deletions, because they are few. One subtask is enough.
 *
 * <p>A sweep runs on a thread of its own, so that checkpoints pass. One that fails is logged and counted; the next one
 * does the rest. The job never fails by it.
 */
public final class JanitorSink implements Sink<VideoRef> {
  private static final long serialVersionUID = 1L;

  private final DatabaseSettings database;
  private final ObjectStoreFactory objects;
  private final String bucket;
  private final Duration interval;
  private final JanitorSettings settings;

  /**
   * Makes a sink; nothing is opened before it runs.
   *
   * @param bucket where thumbnails and sidecars lie
   * @param interval between two sweeps; zero for none
   */
  public JanitorSink(
      DatabaseSettings database,
      ObjectStoreFactory objects,
      String bucket,
      Duration interval,
      JanitorSettings settings) {
    if (interval.isNegative()) {
      throw new IllegalArgumentException(
          "The janitor's interval is " + interval + "; expected zero (off) or more");
    }
    this.database = database;
    this.objects = objects;
    this.bucket = bucket;
    this.interval = interval;
    this.settings = settings;
  }

  @Override
  public SinkWriter<VideoRef> createWriter(WriterInitContext context) {
    PeriodicJanitor janitor = new PeriodicJanitor(
        () -> new Janitor(database, objects, bucket), settings, context.metricGroup());
    if (!interval.isZero()) {
      janitor.start(context.getProcessingTimeService(), interval);
    }
    return janitor;
  }
}
