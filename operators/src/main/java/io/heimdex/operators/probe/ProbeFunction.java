package io.heimdex.operators.probe;

import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.VideoRef;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/**
 * Looks at objects on threads of its own: is the object there, is it the one that the notification meant, is it a video, is it
 * within the limits.
 *
 * <p>What is wrong with the video is a result. What is wrong with the object store is tried again for a while, then fails the
 * task, so that Flink replays. Waiting takes no thread. Metrics: {@code probeWaits} for objects that were not there yet,
 * {@code probeRetries} after faults of the object store.
 */
public final class ProbeFunction extends RichAsyncFunction<VideoRef, ProbedVideo> {
  private static final long serialVersionUID = 1L;

  /** Stands in {@code Failure.stage}. */
  public static final String STAGE = "probe";

  private static final long CLOSE_SECONDS = 10;

  private final ObjectStoreFactory stores;
  private final VideoProber prober;
  private final ProbeSettings settings;

  private transient ObjectStore store;
  private transient ScheduledThreadPoolExecutor executor;
  private transient Counter waits;
  private transient Counter retries;

  @SuppressWarnings("NullAway.Init") // open() fills the transient fields
  public ProbeFunction(ObjectStoreFactory stores, VideoProber prober, ProbeSettings settings) {
    this.stores = stores;
    this.prober = prober;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    waits = metrics.counter("probeWaits", new ThreadSafeSimpleCounter());
    retries = metrics.counter("probeRetries", new ThreadSafeSimpleCounter());
    store = stores.open();
    executor =
        new ScheduledThreadPoolExecutor(settings.threads(), new ExecutorThreadFactory("probe"));
  }

  @Override
  public void asyncInvoke(VideoRef video, ResultFuture<ProbedVideo> result) {
    ProbeTask task =
        new ProbeTask(video, store, prober, settings, executor, result, waits, retries);
    executor.execute(task);
  }

  @Override
  public void close() throws Exception {
    if (executor != null) {
      executor.shutdownNow();
      executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
    if (store != null) {
      store.close();
    }
  }
}
