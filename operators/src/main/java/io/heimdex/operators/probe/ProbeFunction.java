package io.heimdex.operators.probe;

import io.heimdex.operators.async.UntilClosed;
import io.heimdex.operators.attempt.Attempts;
import io.heimdex.operators.attempt.AttemptsFactory;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.outage.Outage;
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
 * <p>What is wrong with the video is a result. What is wrong with the object store or the database is waited for, however long it
 * takes. Waiting takes no thread. An attempt is counted before a container is opened. Metrics: {@code probeWaits} for objects that
 * were not there yet, {@code probeRetries} after faults of the object store, {@code databaseRetries} after those of the database,
 * {@code decoderFaults}.
 */
public final class ProbeFunction extends RichAsyncFunction<VideoRef, ProbedVideo> {
  private static final long serialVersionUID = 1L;

  /** Stands in {@code Failure.stage}. */
  public static final String STAGE = "probe";

  private static final long CLOSE_SECONDS = 10;

  private final ObjectStoreFactory stores;
  private final AttemptsFactory books;
  private final VideoProber prober;
  private final ProbeSettings settings;

  private transient ObjectStore store;
  private transient Attempts attempts;
  private transient ScheduledThreadPoolExecutor executor;
  private transient ProbeTools tools;
  private transient UntilClosed untilClosed;

  @SuppressWarnings("NullAway.Init") // open() fills the transient fields
  public ProbeFunction(
      ObjectStoreFactory stores,
      AttemptsFactory books,
      VideoProber prober,
      ProbeSettings settings) {
    this.stores = stores;
    this.books = books;
    this.prober = prober;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    untilClosed = new UntilClosed();
    store = stores.open();
    attempts = books.open();
    executor =
        new ScheduledThreadPoolExecutor(settings.threads(), new ExecutorThreadFactory("probe"));
    tools = new ProbeTools(
        store,
        attempts,
        prober,
        settings,
        executor,
        new Outage("S3, for opening videos,", counter(metrics, "probeRetries")),
        new Outage("PostgreSQL, for opening videos,", counter(metrics, "databaseRetries")),
        counter(metrics, "probeWaits"),
        counter(metrics, "decoderFaults"));
  }

  private static Counter counter(MetricGroup metrics, String name) {
    return metrics.counter(name, new ThreadSafeSimpleCounter());
  }

  @Override
  public void asyncInvoke(VideoRef video, ResultFuture<ProbedVideo> result) {
    executor.execute(new ProbeTask(video, tools, untilClosed.pass(result)));
  }

  @Override
  public void close() throws Exception {
    if (executor != null) {
      untilClosed.close();
      executor.shutdownNow();
      executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
    prober.close();
    if (attempts != null) {
      attempts.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
